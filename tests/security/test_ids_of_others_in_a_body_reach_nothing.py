"""Staff who put the id of another county's record, or of another child's, where their own belongs."""

from typing import Any
from uuid import uuid4

import pytest
from fastapi import FastAPI
from sqlalchemy.ext.asyncio import AsyncEngine

from tests.factories.county import Furnished, handed_over
from tests.factories.problem import assert_problem
from tests.factories.referral import enrolled, refer, step, stepped
from tests.factories.world import World, make_world

COUNTED = ("consent", "assignment", "packet", "lea_notice", "case_event", "student", "enrolment", "outbox", "access_log")  # fmt: skip


@pytest.fixture
async def own(world: World) -> Furnished:
    return await handed_over(world)


async def strangers_ids(own: Furnished, theirs: Furnished) -> dict[str, list[str]]:
    """By kind: an id of the other county, one of another child of the same program, and one of nobody."""
    world = own.world
    other_child = await enrolled(world, child={"first_name": "Zoltan", "last_name": "Quigley"})
    file = (await world.coordinator.get(f"/v1/students/{other_child}")).json()
    other_contact = file["contacts"][0]["id"]
    consent = await world.coordinator.post(
        f"/v1/students/{other_child}/consents", consent_body(world, other_contact)
    )
    assert consent.status_code == 201, consent.text
    nobody = str(uuid4())
    return {
        "contact": [theirs.ids["contact_id"], other_contact, nobody],
        "consent": [theirs.ids["consent_id"], consent.json()["id"], nobody],
        "principal": [str(theirs.world.people["coordinator"].id), str(world.people["agency"].id), nobody],
        "organisation": [str(theirs.world.district_id), str(theirs.world.program_id), str(world.program_id), nobody],
        "student": [theirs.ids["student_id"], nobody],
        "event": [theirs.ids["event_id"], nobody],
    }  # fmt: skip


def consent_body(world: World, contact_id: str, **changes: Any) -> dict[str, Any]:
    return {
        "contact_id": contact_id, "recipient_id": str(world.district_id), "covers": ["profile"],
        "authority": "parent", "language": "en", "method": "paper", "signed_on": str(world.today), **changes,
    }  # fmt: skip


async def counts(world: World) -> dict[str, int]:
    return {
        table: (await world.look(f"select count(*) from eb.{table}"))[0][0]  # noqa: S608
        for table in COUNTED
    }


async def test_every_field_that_takes_an_id_refuses_one_of_others_and_changes_nothing(
    app: FastAPI, owner: AsyncEngine, own: Furnished
) -> None:
    theirs = await handed_over(await make_world(app, owner))
    world, ids = own.world, own.ids
    strange = await strangers_ids(own, theirs)
    student = f"/v1/students/{ids['student_id']}"
    referral = await refer(world, child={"first_name": "Ngaio", "last_name": "Pemberton"})
    await stepped(world, referral, "acknowledge")
    before = await counts(world)
    tries = [
        *((world.coordinator, f"{student}/consents", consent_body(world, i)) for i in strange["contact"]),
        *(
            (world.coordinator, f"{student}/consents", consent_body(world, ids["contact_id"], recipient_id=i))
            for i in strange["organisation"]
        ),
        *((world.coordinator, f"{student}/packets", {"consent_id": i}) for i in strange["consent"]),
        *((world.coordinator, f"{student}/lea-notifications", {"district_id": i}) for i in strange["organisation"]),
        *(
            (world.supervisor, f"{student}/assignments", {"principal_id": i, "role": role, "grounds": "On the team."})
            for i in strange["principal"] for role in ("coordinator", "therapist")
        ),
        *(
            (world.coordinator, f"{student}/what-if", {"changes": [{"event_id": i, "is_left_out": True}]})
            for i in strange["event"]
        ),
        *(
            (world.coordinator, f"{student}/deadlines/{ids['deadline_id']}/waiver", {"agreed_on": str(world.today), "contact_id": i, "text": "x"})
            for i in strange["contact"]
        ),
    ]  # fmt: skip
    steps: list[dict[str, Any]] = [
        *({"act": "accept", "existing_student_id": i} for i in strange["student"]),
        *({"act": "accept", "district_id": i} for i in strange["organisation"]),
        *({"act": "mark_duplicate", "student_id": i} for i in strange["student"]),
        *({"act": "redirect", "reason_code": "misdirected", "program_id": i} for i in strange["organisation"]),
        *({"act": "name_coordinator", "interim_coordinator_id": i} for i in strange["principal"]),
    ]  # fmt: skip
    for body in steps:
        answer = await step(world, referral, **body)
        assert answer.status_code in {403, 404, 409}, (body, answer.text)
        assert not any(i in answer.text for kind in strange.values() for i in kind), answer.text
    for api, path, body in tries:
        answer = await api.post(path, body)
        assert answer.status_code in {404, 409}, (path, body, answer.text)
        assert not any(i in answer.text for kind in strange.values() for i in kind), answer.text
    version = (await world.coordinator.get(student)).headers["etag"]
    for i in strange["organisation"]:
        moved = await world.coordinator.patch(student, {"district_id": i}, version)
        assert_problem(moved, 409, "district-not-a-partner")
    after = await counts(world)
    reading = {"access_log"}
    assert {k: v for k, v in after.items() if k not in reading} == {
        k: v for k, v in before.items() if k not in reading
    }
    await theirs.world.close()


async def test_reviewing_another_countys_child_reviews_no_duplicate(
    app: FastAPI, owner: AsyncEngine, own: Furnished
) -> None:
    world = own.world
    theirs = await handed_over(await make_world(app, owner))
    referral = await refer(world)
    await stepped(world, referral, "acknowledge")
    body: dict[str, Any] = {"duplicates_reviewed": [theirs.ids["student_id"], str(uuid4())]}
    refused = assert_problem(
        await step(world, referral, "accept", **body),
        409,
        "duplicates-not-reviewed",
    )
    assert refused["student_ids"] == [own.ids["student_id"]]
    await theirs.world.close()


async def test_a_nested_id_of_another_child_on_the_same_caseload_is_not_found(
    own: Furnished,
) -> None:
    world, ids = own.world, own.ids
    other_child = f"/v1/students/{await enrolled(world, child={'first_name': 'Zoltan', 'last_name': 'Quigley'})}"
    tag = '"1"'
    tries = [
        await world.coordinator.post(f"{other_child}/events/{ids['event_id']}/correction", {"reason": "x"}),
        await world.coordinator.patch(f"{other_child}/pauses/{ids['pause_id']}", {"evidence": "x"}, tag),
        await world.coordinator.patch(f"{other_child}/contacts/{ids['contact_id']}", {"first_name": "X"}, tag),
        await world.coordinator.post(f"{other_child}/consents/{ids['consent_id']}/revocation", {}),
        await world.supervisor.patch(
            f"{other_child}/assignments/{ids['assignment_id']}", {"to_on": str(world.today)}, tag
        ),
        await world.coordinator.post(f"{other_child}/deadlines/{ids['deadline_id']}/dismissal", {"reason": "x"}),
    ]  # fmt: skip
    for answer in tries:
        assert answer.status_code == 404, answer.text
    revoked = await world.look(
        "select revoked_on from eb.consent where id = cast(:i as uuid)", i=ids["consent_id"]
    )
    assert revoked[0][0] is None


async def test_a_key_of_somebody_else_replays_nothing(own: Furnished, other: World) -> None:
    world = own.world
    path = f"/v1/students/{own.ids['student_id']}/events"
    body = {"type": "screening.completed", "on": str(world.today)}
    first = await world.coordinator.post(path, body, key="the-key")
    assert first.status_code == 201
    for api in (world.supervisor, world.intake):
        again = await api.post(path, body, key="the-key")
        assert again.status_code == 201
        assert "idempotency-replayed" not in again.headers
        assert again.json()["id"] != first.json()["id"]
    for api in (other.coordinator, world.api("coordinator-2"), world.agency, world.api(None)):
        refused = await api.post(path, body, key="the-key")
        assert refused.status_code in {401, 403, 404}
        assert first.json()["id"] not in refused.text


async def test_a_key_replays_nothing_after_the_scope_or_the_account_is_gone(own: Furnished) -> None:
    world = own.world
    path = f"/v1/students/{own.ids['student_id']}/events"
    body = {"type": "screening.completed", "on": str(world.today)}
    first = await world.coordinator.post(path, body, key="the-key")
    assert first.status_code == 201
    await world.change(
        "update eb.principal set roles = array['auditor'] where tenant_id = :t and subject = 'coordinator-1'",
        t=world.program_id,
    )
    assert_problem(
        await world.coordinator.post(path, body, key="the-key"), 401, "principal-inactive"
    )


async def test_the_due_list_of_a_colleague_is_for_those_who_see_the_program(own: Furnished) -> None:
    world = own.world
    whose = str(world.people["coordinator"].id)
    query = {"principal_id": whose}
    assert (await world.supervisor.get("/v1/deadlines", params=query)).json()["items"]
    for role in ("coordinator-2", "therapist"):
        answer = await world.api(role).get("/v1/deadlines", params=query)
        assert answer.json()["items"] == []
