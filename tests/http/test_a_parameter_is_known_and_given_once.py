"""A query parameter that a route does not know is refused, never ignored: a misspelt filter would show everybody."""

from typing import Annotated
from uuid import uuid4

import pytest
from fastapi import FastAPI, Query
from fastapi.dependencies.utils import get_dependant
from starlette.datastructures import QueryParams

from app import contract
from app.http import Route
from app.parameters import MOST_NAMED, Parameters
from tests.factories.problem import assert_problem
from tests.factories.referral import enrolled, referral
from tests.factories.world import World


async def said(world: World, name: str, path: str) -> dict[str, str]:
    answer = await world.api(name).get(path)
    errors = assert_problem(answer, 422, "invalid-request")["errors"]
    return {e["pointer"]: e["detail"] for e in errors}


def test_every_operation_of_the_contract_looks_at_its_parameters(app: FastAPI) -> None:
    """What is known is what is declared, and there is an answer for the rest."""
    paths = contract.openapi(app)["paths"]
    shown = [r for r in app.router.routes if getattr(r, "include_in_schema", False)]
    for route in (r for r in shown if hasattr(r, "dependant")):
        assert isinstance(route, Route)
        for method in route.methods or ():
            operation = paths[route.path][method.lower()]
            declared = {p["name"] for p in operation.get("parameters", []) if p["in"] == "query"}
            assert Parameters(route.dependant).names == declared, (method, route.path)
            assert "422" in operation["responses"] or route.path == "/oauth/token"


@pytest.mark.parametrize(
    ("path", "pointer", "detail"),
    [
        ("/v1/students?limt=2", "query:limt", "near: limit"),
        ("/v1/deadlines?due_untill=2026-01-01", "query:due_untill", "near: due_until"),
        ("/v1/students/search?name=Ana&q=Ana", "query:name", "known: born_on, identifier, limit, phone, q"),
        ("/v1/staff?rol=intake", "query:rol", "is not a parameter here"),
        ("/v1/referrals?Limit=2", "query:Limit", "near: limit"),
        ("/v1/me?verbose", "query:verbose", "there is none"),
        ("/v1/students?%ff%00=1&%F0%9F%92%A9=", "query:\ufffd\x00", "known: cursor, limit"),
    ],
)  # fmt: skip
async def test_what_is_unknown_is_named_with_what_is_near(
    world: World, path: str, pointer: str, detail: str
) -> None:
    assert detail in (await said(world, "supervisor", path))[pointer]


async def test_a_parameter_of_a_file_is_looked_at_as_well(world: World) -> None:
    student = f"/v1/students/{await enrolled(world)}"
    for path in (student, f"{student}/contacts"):
        assert "query:fields" in await said(world, "supervisor", f"{path}?fields=name")


async def test_one_value_is_asked_for_and_two_are_refused(world: World) -> None:
    found = await said(world, "coordinator", "/v1/students?limit=1&limit=200")
    assert found == {"query:limit": "is given more than once"}


async def test_all_mistakes_are_told_at_once(world: World) -> None:
    found = await said(world, "supervisor", "/v1/deadlines?limit=0&stat=overdue")
    assert set(found) == {"query:limit", "query:stat"}
    many = "&".join(f"x{n}=1" for n in range(500))
    assert len(await said(world, "supervisor", f"/v1/students?{many}")) == MOST_NAMED


async def test_who_may_not_come_in_is_not_told_what_is_known(world: World) -> None:
    path = "/v1/students?limt=2"
    assert_problem(await world.api(None).get(path), 401, "unauthenticated")
    assert_problem(await world.agency.get(path), 403, "forbidden")


async def test_a_refused_post_stores_nothing_and_leaves_its_key_free(world: World) -> None:
    key = {"Idempotency-Key": str(uuid4())}
    body = referral(world)
    for path in ("/v1/referrals?dry_run=true", "/v1/referral-drafts?dry_run=true"):
        answer = await world.agency.http.post(path, json=body, headers=key)
        errors = assert_problem(answer, 422, "invalid-request")["errors"]
        assert "query:dry_run" in {e["pointer"] for e in errors}
    answer = await world.agency.http.post("/v1/referrals", json=body, headers=key)
    assert answer.status_code == 201


async def test_the_token_endpoint_says_it_in_the_words_of_oauth(world: World) -> None:
    form = {"grant_type": "client_credentials"}
    answer = await world.api(None).http.post("/oauth/token?grant_type=x", data=form)
    assert (answer.status_code, answer.json()["error"]) == (400, "invalid_request")


async def _many(tags: Annotated[list[str] | None, Query()] = None, day: str = "") -> None:
    """An endpoint."""


def test_where_a_list_is_asked_for_several_values_fit() -> None:
    parameters = Parameters(get_dependant(path="/", call=_many))
    assert parameters.fit(QueryParams("tags=a&tags=b&day=1"))
    assert not parameters.fit(QueryParams("tags=a&day=1&day=2"))
