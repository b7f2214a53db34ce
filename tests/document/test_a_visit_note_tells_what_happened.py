"""The content of a visit: kept part by part, signed with the text, locked with it, given to the family as a copy."""

from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest

from app.canonical import canonical, digest
from tests.factories.note import VISIT, act, written
from tests.factories.plan import drafted
from tests.factories.problem import assert_problem
from tests.factories.referral import enrolled
from tests.factories.world import World


@pytest.fixture
async def student_id(world: World) -> str:
    return await enrolled(world)


def _path(note: dict[str, Any]) -> str:
    return f"/v1/students/{note['student_id']}/notes/{note['id']}"


def _tag(note: dict[str, Any]) -> str:
    return f'"{note["version"]}"'


def _shown(visit: dict[str, Any]) -> dict[str, Any]:
    """As it is read: what was not said is null."""
    unsaid = {"next_on": None, "acknowledged_by": None}
    goals = [{"plan_id": None, "number": None, **o} for o in visit["outcomes"]]
    return {**unsaid, **visit, "outcomes": goals}


async def test_it_is_kept_hashed_and_locked(world: World, student_id: str) -> None:
    said = {**VISIT, "next_on": str(world.today + timedelta(days=7)), "acknowledged_by": "Mother"}
    draft = await written(world, "coordinator", student_id, visit=said)
    assert draft["visit"] == _shown(said)
    assert (await world.coordinator.get(_path(draft))).json()["visit"] == _shown(said)
    bare = {**said, "child_responded": None}
    changed = await world.coordinator.patch(_path(draft), {"visit": bare}, _tag(draft))
    assert changed.json()["text_sha256"] != draft["text_sha256"]
    back = await world.coordinator.patch(_path(draft), {"visit": said}, _tag(changed.json()))
    assert back.json()["text_sha256"] == draft["text_sha256"]
    assert_problem(
        await act(world, "coordinator", back.json() | {"text_sha256": changed.json()["text_sha256"]}, "sign"),
        409, "note-changed",
    )  # fmt: skip
    signed = (await act(world, "coordinator", back.json(), "sign")).json()
    assert (signed["state"], signed["visit"]) == ("signed", _shown(said))
    late = await world.coordinator.patch(_path(draft), {"visit": None}, _tag(signed))
    assert_problem(late, 409, "note-locked")


async def test_a_note_without_it_hashes_as_ever(world: World, student_id: str) -> None:
    note = await written(world, "coordinator", student_id)
    said = {
        "student_id", "author_id", "kind", "part", "on_date", "minutes", "place", "text", "delivery_id",
        "agency_contact_id", "addendum_to_id",
    }  # fmt: skip
    before = digest(canonical({name: note[name] for name in said}))
    assert note["text_sha256"] == before
    with_it = await world.coordinator.patch(_path(note), {"visit": VISIT}, _tag(note))
    assert with_it.json()["text_sha256"] != before
    without = await world.coordinator.patch(_path(note), {"visit": None}, _tag(with_it.json()))
    assert (without.json()["text_sha256"], without.json()["visit"]) == (before, None)


async def test_what_it_lacks_is_told_when_it_is_changed_and_signed(
    world: World, student_id: str
) -> None:
    said = {**VISIT, "outcomes": [{"goal": "Asks with words."}]}
    draft = await written(world, "coordinator", student_id, visit=said)
    assert [w["code"] for w in draft["warnings"]] == ["progress-missing"]
    changed = await world.coordinator.patch(_path(draft), {"minutes": None}, _tag(draft))
    codes = ["minutes-missing", "progress-missing"]
    assert [w["code"] for w in changed.json()["warnings"]] == codes
    signed = await act(world, "coordinator", changed.json(), "sign")
    assert signed.status_code == 200, signed.text
    assert [w["code"] for w in signed.json()["warnings"]] == codes
    wrong = await act(
        world, "coordinator", signed.json(), "mark_entered_in_error", reason_code="wrong_child"
    )
    assert wrong.json()["warnings"] == []


async def test_its_outcomes_are_of_the_childs_own_plan(world: World) -> None:
    plan, others = await drafted(world, 0), await drafted(world, 0, child="Bilal")
    student_id = plan.student.rsplit("/", 1)[-1]
    named = {"plan_id": plan.id, "number": 1, "progress": "Begun."}
    note = await written(world, "coordinator", student_id, visit={**VISIT, "outcomes": [named]})
    assert note["visit"]["outcomes"] == [{**named, "goal": None}]
    body = {"kind": "other", "on_date": str(world.today), "text": "x"}
    for wrong in ({"plan_id": others.id}, {"plan_id": str(uuid4())}, {"number": 2}):
        visit = {"visit": {"outcomes": [named | wrong]}}
        refused = await world.coordinator.post(f"{plan.student}/notes", body | visit)
        assert_problem(refused, 404, "outcome-not-found")
        assert_problem(
            await world.coordinator.patch(_path(note), visit, _tag(note)), 404, "outcome-not-found"
        )
    shapes: list[dict[str, Any]] = [{"plan_id": plan.id}, {"number": 1}, {**named, "goal": "x"}, {}]
    for shapeless in shapes:
        visit = {"visit": {"outcomes": [shapeless]}}
        refused = await world.coordinator.post(f"{plan.student}/notes", body | visit)
        assert_problem(refused, 422, "invalid-request")


async def test_the_next_visit_is_not_before_this_one(world: World, student_id: str) -> None:
    early = {"next_on": str(world.today - timedelta(days=1))}
    body = {"kind": "visit", "on_date": str(world.today), "text": "x", "visit": early}
    refused = await world.coordinator.post(f"/v1/students/{student_id}/notes", body)
    assert_problem(refused, 409, "note-dates")
    note = await written(world, "coordinator", student_id, visit={"next_on": str(world.today)})
    refused = await world.coordinator.patch(_path(note), {"visit": early}, _tag(note))
    assert_problem(refused, 409, "note-dates")


async def test_the_family_has_a_copy_of_what_was_signed(world: World, student_id: str) -> None:
    draft = await written(world, "coordinator", student_id, visit=VISIT)
    assert draft["copy_given_on"] is None
    assert_problem(
        await act(world, "coordinator", draft, "give_copy", form="paper"), 409, "step-not-allowed"
    )
    signed = (await act(world, "coordinator", draft, "sign")).json()
    offered = (await world.coordinator.get(f"{_path(draft)}/actions")).json()
    assert {a["act"]: a["is_allowed"] for a in offered}["give_copy"]
    for days in (-1, 1):
        on = str(world.today + timedelta(days=days))
        wrong = await act(world, "coordinator", signed, "give_copy", form="paper", on=on)
        assert_problem(wrong, 409, "note-dates")
    given = (await act(world, "coordinator", signed, "give_copy", form="portal")).json()
    assert (given["copy_given_on"], given["copy_form"]) == (str(world.today), "portal")
    assert (given["state"], given["text_sha256"]) == ("signed", signed["text_sha256"])
    history = (await world.coordinator.get(f"{_path(draft)}/history")).json()["items"]
    assert [h["act"] for h in history] == ["created", "sign", "give_copy"]


async def test_a_device_without_a_network_sends_it_twice(world: World, student_id: str) -> None:
    sent = {"visit": VISIT, "client_id": str(UUID(int=7))}
    first = await written(world, "coordinator", student_id, **sent)
    again = await written(world, "coordinator", student_id, **sent)
    assert (again["id"], again["visit"]) == (first["id"], _shown(VISIT))
    other = {**sent, "visit": {**VISIT, "child_responded": "Asked once."}}
    body = {"kind": "coordination", "on_date": str(world.today), "minutes": 20, "text": "Called the family.", **other}  # fmt: skip
    refused = await world.coordinator.post(f"/v1/students/{student_id}/notes", body)
    assert_problem(refused, 409, "note-arrived-differently")
