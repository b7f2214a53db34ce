"""Notes from a device that had no network: the same once more, late and said to be, never lost and never overwritten."""

from datetime import timedelta
from typing import Any
from uuid import uuid4

from app import clock
from tests.factories.note import act, written
from tests.factories.problem import assert_problem
from tests.factories.referral import enrolled
from tests.factories.world import World


def _body(world: World, **changes: Any) -> dict[str, Any]:
    """Of a visit two days ago, written down on the way home."""
    at = clock.now() - timedelta(days=2)
    return {
        "kind": "contact", "on_date": str(clock.day_of(at, "America/Los_Angeles")), "text": "He waved.", "minutes": 20,
        "client_id": str(uuid4()), "written_at": at.isoformat(), **changes,
    }  # fmt: skip


async def test_sent_again_it_is_the_same_note(world: World) -> None:
    student_id = await enrolled(world)
    path, body = f"/v1/students/{student_id}/notes", _body(world)
    first = await world.coordinator.post(path, body)
    assert first.status_code == 201, first.text
    assert [w["code"] for w in first.json()["warnings"]] == ["arrived-late"]
    assert first.json()["written_at"] < first.json()["created_at"]
    again = await world.coordinator.post(path, body)
    assert again.json()["id"] == first.json()["id"]
    tag = f'"{again.json()["version"]}"'
    note = f"{path}/{first.json()['id']}"
    changed = await world.coordinator.patch(note, {"text": "He waved twice."}, tag)
    assert changed.status_code == 200, changed.text
    third = await world.coordinator.post(path, body)
    assert third.json()["text"] == "He waved twice.", "what was mended here is not undone"
    listed = (await world.coordinator.get(path)).json()["items"]
    assert [n["id"] for n in listed] == [first.json()["id"]]


async def test_another_text_under_the_same_id_overwrites_nothing(world: World) -> None:
    path, body = f"/v1/students/{await enrolled(world)}/notes", _body(world)
    first = await world.coordinator.post(path, body)
    other = await world.coordinator.post(path, body | {"text": "He did not wave."})
    assert_problem(other, 409, "note-arrived-differently")
    assert other.json()["note_id"] == first.json()["id"]
    assert "waved" not in other.text
    kept = await world.coordinator.get(f"{path}/{first.json()['id']}")
    assert kept.json()["text"] == "He waved."
    both = await world.coordinator.post(path, body | {"text": "No.", "client_id": str(uuid4())})
    assert both.status_code == 201, both.text


async def test_two_people_may_choose_the_same_id(world: World) -> None:
    path, body = f"/v1/students/{await enrolled(world)}/notes", _body(world)
    mine = await world.coordinator.post(path, body)
    theirs = await world.supervisor.post(path, body)
    assert theirs.status_code == 201, theirs.text
    assert mine.json()["id"] != theirs.json()["id"]


async def test_a_note_arrives_after_the_child_was_given_to_another(world: World) -> None:
    """Its author signs it all the same, sees nothing else of the file, and a supervisor sees it."""
    student_id = await enrolled(world)
    at = clock.now()
    given_on = await world.supervisor.post(
        f"/v1/students/{student_id}/assignments",
        {
            "principal_id": str(world.people["coordinator-2"].id),
            "role": "coordinator",
            "grounds": "On the team.",
        },
    )
    assert given_on.status_code == 201, given_on.text
    path = f"/v1/students/{student_id}/notes"
    assert_problem(await world.coordinator.get(path), 403, "not-on-caseload")
    body = _body(world, on_date=str(world.today), written_at=at.isoformat())
    made = await world.coordinator.post(path, body)
    assert made.status_code == 201, made.text
    assert "no-longer-on-caseload" in {w["code"] for w in made.json()["warnings"]}
    note = made.json()
    changed = await world.coordinator.patch(f"{path}/{note['id']}", {"minutes": 30}, '"1"')
    signed = await act(world, "coordinator", changed.json(), "sign")
    assert (signed.status_code, signed.json()["state"]) == (200, "signed")
    assert_problem(await world.coordinator.get(f"{path}/{note['id']}"), 403, "not-on-caseload")
    seen = await world.api("coordinator-2").get(f"{path}/{note['id']}")
    assert seen.json()["author_id"] == str(world.people["coordinator"].id)


async def test_what_is_written_after_the_child_was_given_to_another_is_refused(
    world: World,
) -> None:
    student_id = await enrolled(world)
    await world.supervisor.post(
        f"/v1/students/{student_id}/assignments",
        {
            "principal_id": str(world.people["coordinator-2"].id),
            "role": "coordinator",
            "grounds": "On the team.",
        },
    )
    await world.change(
        """update eb.assignment set from_on = from_on - 3, to_on = to_on - 1, updated_at = now() - interval '1 hour'
            where student_id = :s and to_on is not null""",
        s=student_id,
    )
    path = f"/v1/students/{student_id}/notes"
    now = clock.now().isoformat()
    for body in (
        _body(world, on_date=str(world.today), written_at=now),
        {"kind": "other", "on_date": str(world.today), "text": "Written with a network."},
    ):
        assert_problem(await world.coordinator.post(path, body), 403, "not-on-caseload")
    theirs = await written(world, "coordinator-2", student_id)
    assert_problem(await world.coordinator.get(f"{path}/{theirs['id']}"), 403, "not-on-caseload")


async def test_a_clock_that_runs_ahead_is_said_and_one_that_is_no_clock_refused(
    world: World,
) -> None:
    path = f"/v1/students/{await enrolled(world)}/notes"
    soon, never = (clock.now() + timedelta(hours=h) for h in (1, 40))
    ahead = _body(world, on_date=str(world.today), written_at=soon.isoformat())
    made = await world.coordinator.post(path, ahead)
    assert [w["code"] for w in made.json()["warnings"]] == ["clock-ahead"]
    wrong = _body(world, on_date=str(world.today), written_at=never.isoformat())
    assert_problem(await world.coordinator.post(path, wrong), 409, "note-dates")
    early = _body(world, on_date=str(world.today))
    assert_problem(await world.coordinator.post(path, early), 409, "note-dates")
