"""Every record says what may be done with it now, and takes just that."""

from collections.abc import AsyncIterator
from uuid import uuid4

import httpx
import pytest
from fastapi import FastAPI
from sqlalchemy.ext.asyncio import AsyncEngine

from tests.factories.api import Api
from tests.factories.bodies import BODIES
from tests.factories.county import Furnished, furnish
from tests.factories.problem import assert_problem
from tests.factories.referral import enrolled
from tests.factories.world import World, make_world

ROLES = ("coordinator", "therapist", "supervisor", "intake", "administrator", "auditor")
NOTHING_IS_DONE_WITH = {
    "/v1/exports/{kind}": "a stream",
    "/v1/indicators/{code}": "a figure",
    "/v1/packets/{packet_id}": "frozen; what the district says of it has routes of its own",
    "/v1/rulebook/jurisdictions/{jurisdiction}": "the law",
    "/v1/rulebook/rules/{rule_id}": "the law",
    "/v1/students/{student_id}/letters/{letter_id}": "frozen as it was issued",
    "/v1/students/{student_id}/packets/{packet_id}": "frozen; it goes with its consent",
    "/v1/uploads/{upload_id}": "bytes on their way to a record",
}
MARK = "mark_entered_in_error"
GONE_BY = {"If-Match": '"999"'}
"""Who may change a record is told that it has no such version; who may not is told that."""


def test_whatever_is_read_by_its_id_says_what_may_be_done_with_it(app: FastAPI) -> None:
    paths = app.openapi()["paths"]
    silent = {
        path
        for path, operations in paths.items()
        if path.startswith("/v1/")
        and path.endswith("}")
        and "get" in operations
        and f"{path}/actions" not in paths
    }
    assert silent == set(NOTHING_IS_DONE_WITH)


@pytest.fixture(scope="module")
async def county(app: FastAPI, owner: AsyncEngine) -> AsyncIterator[Furnished]:
    """A record of every kind."""
    furnished = await furnish(await make_world(app, owner))
    yield furnished
    await furnished.world.close()


async def _mark(api: Api, path: str) -> httpx.Response:
    headers = {**GONE_BY, "Idempotency-Key": str(uuid4())}
    return await api.http.post(f"{path}/correction", json={"reason": "x"}, headers=headers)


@pytest.mark.parametrize("role", ROLES)
async def test_who_is_offered_a_change_may_make_it_and_nobody_else(
    app: FastAPI, county: Furnished, role: str
) -> None:
    api, ids, paths, tried = county.world.api(role), county.ids, app.openapi()["paths"], 0
    for of in (path.removesuffix("/actions") for path in paths if path.endswith("/actions")):
        path = of.format(**ids)
        answer = await api.get(f"{path}/actions")
        if answer.status_code != 200:
            continue
        acts = {a["act"]: a for a in answer.json()}
        if change := acts.get("change", acts.get("end")):
            body = BODIES[paths[of]["patch"]["operationId"]]
            taken = await api.http.patch(path, json=body, headers=GONE_BY)
            assert taken.status_code == (412 if change["is_allowed"] else 403), (of, taken.text)
            tried += 1
        if (mark := acts.get(MARK)) and f"{of}/correction" in paths:
            is_refused = "Your role does not allow this." in mark["why_not"]
            taken = await _mark(api, path)
            assert taken.status_code == (403 if is_refused else 412), (of, taken.text)
            tried += 1
    assert tried > 5


async def test_who_gave_a_decision_that_stands_is_not_marked(world: World) -> None:
    student = f"/v1/students/{await enrolled(world)}"
    contact = (await world.coordinator.get(student)).json()["contacts"][0]
    path = f"{student}/contacts/{contact['id']}"
    [_, mark] = (await world.coordinator.get(f"{path}/actions")).json()
    assert (mark["act"], mark["is_allowed"], mark["is_reasoned"]) == (MARK, True, True)
    body = {
        "kind": "evaluation", "authority": "parent", "contact_id": contact["id"], "language": "en", "method": "electronic",
        "signed_on": str(world.today),
    }  # fmt: skip
    assert (await world.coordinator.post(f"{student}/consents", body)).status_code == 201
    [_, mark] = (await world.coordinator.get(f"{path}/actions")).json()
    assert mark["why_not"] == ["A decision of this person stands; correct that one first."]
    headers = {"If-Match": f'"{contact["version"]}"', "Idempotency-Key": str(uuid4())}
    refused = await world.coordinator.http.post(
        f"{path}/correction", json={"reason": "x"}, headers=headers
    )
    assert assert_problem(refused, 409, "still-relied-on")["detail"] == mark["why_not"][0]
