"""The family's copy of a note: all that was signed, in the language at home, the same bytes each time, and on the record of access."""

from datetime import timedelta
from typing import Any

import pytest

from tests.factories.note import VISIT, act, written
from tests.factories.plan import in_force
from tests.factories.problem import assert_problem
from tests.factories.referral import enrolled
from tests.factories.world import World
from tests.typeset.reading import flat, tags


def _path(note: dict[str, Any]) -> str:
    return f"/v1/students/{note['student_id']}/notes/{note['id']}"


async def _taken(world: World, name: str, note: dict[str, Any], act_: str, **more: Any) -> Any:
    answer = await act(world, name, note, act_, **more)
    assert answer.status_code == 200, answer.text
    return answer.json()


async def _visited(world: World) -> dict[str, Any]:
    """The coordinator's signed note of a session of her own, with an outcome of the plan."""
    await world.licensed("coordinator", "speech_language", title="M.S., CCC-SLP", number="SP-77")
    plan = await in_force(world, 1, provider_id=str(world.people["coordinator"].id))
    line, on = (await plan.lines())[0]["id"], world.today - timedelta(days=1)
    session = {"on": str(on), "starts_at": f"{on}T18:00:00Z", "ends_at": f"{on}T19:00:00Z"}
    given = await plan.coordinator.post(f"{plan.student}/services/{line}/deliveries", session)
    assert given.status_code == 201, given.text
    outcome = {"plan_id": plan.id, "number": 1, "progress": "Three times today."}
    said = {**VISIT, "outcomes": [outcome], "next_on": str(world.today + timedelta(days=7)), "acknowledged_by": "Her mother"}  # fmt: skip
    draft = await written(
        world, "coordinator", plan.student.rsplit("/", 1)[-1], kind="visit", on_date=str(on), minutes=60, place=None,
        delivery_id=given.json()["id"], visit=said, text="A cheerful hour.",
    )  # fmt: skip
    signed: dict[str, Any] = await _taken(world, "coordinator", draft, "sign")
    return signed


async def test_it_says_all_that_was_signed(world: World) -> None:
    note = await _visited(world)
    copy = await world.coordinator.get(f"{_path(note)}/copy.pdf")
    assert copy.status_code == 200, copy.text
    read = flat(copy.content)
    child = (await world.coordinator.get(f"/v1/students/{note['student_id']}")).json()
    for said in (
        f"{child['first_name']} {child['last_name']}", "Our visit", "60 minutes", "At home", "Speech language pathology",
        "The mother, The child", "A cheerful hour.", VISIT["since_last_time"], VISIT["therapist_did"], VISIT["caregiver_did"],
        f"How {child['first_name']} responded", VISIT["child_responded"], "Asks for what is wanted with two words.",
        "Three times today.", VISIT["strategies_left"], VISIT["plan_until_next"], "Our next visit", "Her mother",
        "M.S., CCC-SLP, speech language, license SP-77",
    ):  # fmt: skip
        assert str(said) in read
    assert {"/H1", "/Table"} <= set(tags(copy.content))
    again = await world.supervisor.get(f"{_path(note)}/copy.pdf")
    assert (again.content, again.headers["etag"]) == (copy.content, copy.headers["etag"])
    seen = {"If-None-Match": copy.headers["etag"]}
    known = await world.coordinator.http.get(f"{_path(note)}/copy.pdf", headers=seen)
    assert known.status_code == 304
    log = await world.supervisor.get(f"/v1/students/{note['student_id']}/access-log")
    parts = [e["detail"].get("part") for e in log.json()["items"] if e["resource"] == "note"]
    assert parts.count("copy") == 3
    spanish = await world.coordinator.get(f"{_path(note)}/copy.pdf", params={"language": "es"})
    for said in ("Nuestra visita", "Terapia del habla y del lenguaje", "Hacia dónde vamos"):
        assert said in flat(spanish.content)


async def test_only_a_signed_note_is_copied(world: World) -> None:
    student_id = await enrolled(world)
    draft = await written(world, "coordinator", student_id)
    early = await world.coordinator.get(f"{_path(draft)}/copy.pdf")
    body = assert_problem(early, 409, "note-not-signed")
    assert (body["state"], body["allowed"]) == ("draft", ["sign", "mark_entered_in_error"])
    signed = await _taken(world, "coordinator", draft, "sign")
    assert (await world.coordinator.get(f"{_path(draft)}/copy.pdf")).status_code == 200
    await _taken(world, "coordinator", signed, "mark_entered_in_error", reason_code="wrong_child")
    late = await world.coordinator.get(f"{_path(draft)}/copy.pdf")
    assert assert_problem(late, 409, "note-not-signed")["allowed"] == []


@pytest.mark.parametrize("part", ["educational", "medical"])
async def test_what_was_added_stands_in_it_and_nothing_less_is_given(
    world: World, part: str
) -> None:
    student_id = await enrolled(world)
    note = await _taken(
        world, "coordinator", await written(world, "coordinator", student_id), "sign"
    )
    added = await written(
        world, "coordinator", student_id, addendum_to_id=note["id"], part=part, text="Called again."
    )
    path = f"{_path(note)}/copy.pdf"
    assert "Called again." not in flat((await world.coordinator.get(path)).content)
    added = await _taken(world, "coordinator", added, "sign")
    read = flat((await world.coordinator.get(path)).content)
    assert "Called again." in read
    assert read.count("Signed by") == 2
    own = await world.coordinator.get(f"{_path(added)}/copy.pdf")
    assert assert_problem(own, 409, "note-is-addendum")["note_id"] == note["id"]
    auditors = await world.auditor.get(path)
    assert auditors.status_code == (200 if part == "educational" else 403)


async def test_an_assistants_note_names_both_who_signed(world: World) -> None:
    await world.licensed("supervisor")
    await world.licensed(
        "coordinator", level="assistant", title="COTA/L", number="OTA-9", supervisor_id=str(world.people["supervisor"].id),
    )  # fmt: skip
    draft = await written(world, "coordinator", await enrolled(world), kind="visit")
    waiting = await _taken(world, "coordinator", draft, "sign")
    early = await world.coordinator.get(f"{_path(draft)}/copy.pdf")
    assert assert_problem(early, 409, "note-not-signed")["allowed"][:2] == ["co_sign", "return"]
    back = await _taken(world, "supervisor", waiting, "return", reason_code="unclear")
    waiting = await _taken(world, "coordinator", back, "sign")
    await _taken(world, "supervisor", waiting, "co_sign")
    read = flat((await world.coordinator.get(f"{_path(draft)}/copy.pdf")).content)
    assert "COTA/L, occupational therapy, license OTA-9" in read
    assert (read.count("Signed by"), read.count("Co-signed by")) == (1, 1)
    assert "OTR/L, occupational therapy, license OT-1042" in read


async def test_a_note_that_needs_no_licence_names_none(world: World) -> None:
    await world.licensed("coordinator", number="OT-9")
    draft = await written(world, "coordinator", await enrolled(world))
    await _taken(world, "coordinator", draft, "sign")
    read = flat((await world.coordinator.get(f"{_path(draft)}/copy.pdf")).content)
    assert "Signed by" in read
    assert "OT-9" not in read
