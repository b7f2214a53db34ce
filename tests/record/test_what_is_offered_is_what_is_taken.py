"""Every record says what may be done with it now, and takes just that."""

from collections.abc import AsyncIterator
from datetime import timedelta
from uuid import uuid4

import httpx
import pytest
from fastapi import FastAPI
from sqlalchemy.ext.asyncio import AsyncEngine

from tests.factories.api import Api
from tests.factories.assessment import examiners, signed
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


def _therapist(world: World) -> dict[str, str]:
    who = str(world.people["therapist"].id)
    return {"principal_id": who, "role": "therapist", "grounds": "On the team."}


def _coordinator(world: World) -> dict[str, str]:
    who = str(world.people["coordinator-2"].id)
    return {"principal_id": who, "role": "coordinator", "grounds": "Typed for another child."}


async def _of_each_kind_that_is_marked(world: World) -> dict[str, dict[str, str]]:
    """The path of one record of each, with a change that it would take."""
    student_id = await enrolled(world)
    student = f"/v1/students/{student_id}"
    contact = {"first_name": "Pat", "relationship": "father"}
    consent = {
        "kind": "evaluation", "authority": "parent", "language": "en", "method": "electronic", "signed_on": str(world.today),
        "contact_id": (await world.coordinator.get(student)).json()["contacts"][0]["id"],
    }  # fmt: skip
    report = await signed(world, student_id)
    decided = {
        "team": examiners(world),
        "statement": "As found.",
        "assessment_ids": [report["id"]],
    }
    found = {}
    for kind, body, change in (
        ("contacts", contact, {"first_name": "Kim"}),
        ("consents", consent, {"language": "es"}),
        ("eligibility-decisions", decided, {"other_help": "A parents' group."}),
        ("assignments", _coordinator(world), {"to_on": str(world.today)}),
    ):
        made = await world.supervisor.post(f"{student}/{kind}", body)
        assert made.status_code == 201, made.text
        found[f"{student}/{kind}/{made.json()['id']}"] = change
    return found


async def test_what_is_marked_as_entered_in_error_is_offered_no_change_and_takes_none(
    world: World,
) -> None:
    of_each = await _of_each_kind_that_is_marked(world)
    for path, change in of_each.items():
        headers = {"If-Match": '"1"', "Idempotency-Key": str(uuid4())}
        marked = await world.supervisor.http.post(
            f"{path}/correction", json={"reason": "x"}, headers=headers
        )
        assert marked.status_code == 200, marked.text
        offered = (await world.supervisor.get(f"{path}/actions")).json()
        assert {tuple(a["why_not"]) for a in offered} == {("It is marked as entered in error.",)}
        before = await world.supervisor.get(path)
        refused = await world.supervisor.patch(path, change, before.headers["etag"])
        assert_problem(refused, 409, "in-error-already")
        assert (await world.supervisor.get(path)).json() == before.json()


async def test_an_assignment_that_has_ended_takes_another_last_day_and_not_the_same_again(
    world: World,
) -> None:
    """Another last day corrects what was said; a second end that says nothing new is a mistake."""
    student = f"/v1/students/{await enrolled(world)}"
    today, yesterday = str(world.today), str(world.today - timedelta(days=1))
    body = {**_therapist(world), "from_on": yesterday}
    made = await world.supervisor.post(f"{student}/assignments", body)
    assert made.status_code == 201, made.text
    path = f"{student}/assignments/{made.json()['id']}"
    ended = await world.supervisor.patch(path, {"to_on": today}, '"1"')
    assert ended.status_code == 200, ended.text
    again = await world.supervisor.patch(path, {"to_on": today}, ended.headers["etag"])
    assert_problem(again, 409, "assignment-ended")
    offered = {a["act"]: a for a in (await world.supervisor.get(f"{path}/actions")).json()}
    assert offered["end"]["is_allowed"]
    corrected = await world.supervisor.patch(path, {"to_on": yesterday}, ended.headers["etag"])
    assert corrected.json()["to_on"] == yesterday, corrected.text
    history = (await world.supervisor.get(f"{path}/history")).json()["items"]
    assert [c["act"] for c in history] == ["created", "ended", "corrected"]


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
