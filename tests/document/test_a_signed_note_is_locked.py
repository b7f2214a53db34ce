"""Notes: one author, one exact text under a signature, then nothing but addenda."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.models.words.note import NoteState
from app.services.note import MACHINE
from tests.factories.note import VISIT, act, written
from tests.factories.problem import assert_problem
from tests.factories.referral import enrolled
from tests.factories.world import World

GOALLESS = ["goal-missing", "progress-missing"]
EMPTY_VISIT = [
    "present-missing", "done-missing", "response-missing", "progress-missing", "plan-missing",
]  # fmt: skip


@pytest.fixture
async def student_id(world: World) -> str:
    """On the caseload of the coordinator and the therapist."""
    made = await enrolled(world)
    body = {
        "principal_id": str(world.people["therapist"].id),
        "role": "therapist",
        "grounds": "On the team.",
    }
    assigned = await world.supervisor.post(f"/v1/students/{made}/assignments", body)
    assert assigned.status_code == 201, assigned.text
    return made


def _path(note: dict[str, Any]) -> str:
    return f"/v1/students/{note['student_id']}/notes/{note['id']}"


@pytest.mark.parametrize(
    ("said", "codes"),
    [
        ({"kind": "coordination", "minutes": None}, ["minutes-missing", *GOALLESS]),
        ({"kind": "visit"}, ["visit-not-named", *EMPTY_VISIT]),
        ({"kind": "visit", "visit": VISIT}, ["visit-not-named"]),
        ({"kind": "missed_visit"}, ["visit-not-named"]),
        ({"kind": "contact", "minutes": None}, []),
        ({"kind": "coordination"}, GOALLESS),
        ({"kind": "coordination", "visit": VISIT}, []),
    ],
)
async def test_what_a_note_of_its_kind_lacks_is_told_and_keeps_it_from_nothing(
    world: World, student_id: str, said: dict[str, Any], codes: list[str]
) -> None:
    note = await written(world, "coordinator", student_id, **said)
    assert [w["code"] for w in note["warnings"]] == codes


async def test_a_signed_text_stays_and_is_added_to(world: World, student_id: str) -> None:
    draft = await written(world, "coordinator", student_id)
    changed = await world.coordinator.patch(_path(draft), {"text": "Met the family."}, '"1"')
    note = changed.json()
    assert note["text_sha256"] != draft["text_sha256"]
    stale = await act(world, "coordinator", draft | {"version": 2}, "sign")
    assert_problem(stale, 409, "note-changed")
    signed = (await act(world, "coordinator", note, "sign")).json()
    assert (signed["state"], signed["signed_on"]) == ("signed", str(world.today))
    late = await world.coordinator.patch(_path(note), {"text": "Never met."}, '"3"')
    assert_problem(late, 409, "note-locked")
    addendum = await written(
        world, "therapist", student_id, addendum_to_id=note["id"], text="The sister was there too."
    )
    assert (await act(world, "therapist", addendum, "sign")).json()["state"] == "signed"
    listed = await world.coordinator.get(
        f"/v1/students/{student_id}/notes", params={"addendum_to_id": note["id"]}
    )
    assert [n["id"] for n in listed.json()["items"]] == [addendum["id"]]
    (given_,) = (await world.coordinator.get(f"{_path(note)}/signatures")).json()
    assert given_["text_sha256"] == signed["text_sha256"]
    assert given_["capacity"] == "author"
    for wrong in (addendum["id"], (await written(world, "coordinator", student_id))["id"]):
        body = {"kind": "other", "on_date": str(world.today), "text": "x", "addendum_to_id": wrong}
        refused = await world.coordinator.post(f"/v1/students/{student_id}/notes", body)
        assert_problem(refused, 409, "addendum-misplaced")


async def test_a_draft_is_its_authors_alone(world: World, student_id: str) -> None:
    note = await written(world, "coordinator", student_id)
    assert_problem(await world.therapist.get(_path(note)), 403, "note-is-anothers")
    assert_problem(await world.therapist.get(f"{_path(note)}/history"), 403, "note-is-anothers")
    listed = await world.therapist.get(f"/v1/students/{student_id}/notes")
    assert listed.json()["items"] == []
    for name in ("therapist", "supervisor"):
        mended = await world.api(name).patch(_path(note), {"text": "Mended."}, '"1"')
        assert_problem(mended, 403, "note-is-anothers")
        assert_problem(await act(world, name, note, "sign"), 409, "step-not-ready")
    assert (await world.supervisor.get(_path(note))).status_code == 200
    await act(world, "coordinator", note, "sign")
    assert (await world.therapist.get(_path(note))).status_code == 200


async def test_an_assistants_visit_waits_for_the_supervisor(world: World, student_id: str) -> None:
    await world.licensed("supervisor")
    await world.licensed(
        "therapist", level="assistant", supervisor_id=str(world.people["supervisor"].id)
    )
    draft = await written(world, "therapist", student_id, kind="visit")
    waiting = (await act(world, "therapist", draft, "sign")).json()
    assert waiting["state"] == "awaiting_co_signature"
    assert waiting["co_signer_id"] == str(world.people["supervisor"].id)
    assert waiting["signed_on"] is None
    assert_problem(await act(world, "therapist", waiting, "co_sign"), 409, "step-not-ready")
    back = await act(world, "supervisor", waiting, "return", reason_code="unclear")
    assert back.json()["state"] == "draft"
    clearer = await world.therapist.patch(_path(draft), {"text": "He stacked five blocks."}, '"3"')
    again = (await act(world, "therapist", clearer.json(), "sign")).json()
    done = (await act(world, "supervisor", again, "co_sign")).json()
    assert (done["state"], done["signed_on"]) == ("signed", str(world.today))
    given_ = (await world.coordinator.get(f"{_path(draft)}/signatures")).json()
    assert [s["capacity"] for s in given_] == ["author", "author", "co-signer"]
    assert given_[0]["text_sha256"] != given_[1]["text_sha256"] == given_[2]["text_sha256"]
    assert given_[2]["licence_number"] == "OT-1042"


async def test_a_supervisor_co_signs_though_the_child_is_on_anothers_caseload(
    world: World, student_id: str
) -> None:
    await world.licensed("coordinator-2")
    await world.licensed(
        "therapist", level="assistant", supervisor_id=str(world.people["coordinator-2"].id)
    )
    co_signer = world.api("coordinator-2")
    draft = await written(world, "therapist", student_id, kind="visit")
    assert_problem(await co_signer.get(_path(draft)), 403, "not-on-caseload")
    worklist = "/v1/worklists/notes-to-co-sign"
    assert (await co_signer.get(worklist)).json()["items"] == []
    waiting = (await act(world, "therapist", draft, "sign")).json()
    [listed] = (await co_signer.get(worklist)).json()["items"]
    assert (listed["id"], listed["student_id"]) == (draft["id"], student_id)
    lists = {w["name"]: w for w in (await co_signer.get("/v1/worklists")).json()["items"]}
    assert (lists["notes-to-co-sign"]["count"], lists["notes-to-co-sign"]["href"]) == (1, worklist)
    assert (await co_signer.get(_path(draft))).json()["text"] == draft["text"]
    assert_problem(await co_signer.get(f"/v1/students/{student_id}"), 403, "not-on-caseload")
    done = await act(world, "coordinator-2", waiting, "co_sign")
    assert done.json()["state"] == "signed", done.text
    assert (await co_signer.get(worklist)).json()["items"] == []
    assert_problem(await co_signer.get(_path(draft)), 403, "not-on-caseload")


async def test_a_visit_is_signed_under_a_licence(world: World, student_id: str) -> None:
    note = await written(world, "therapist", student_id, kind="visit")
    assert_problem(await act(world, "therapist", note, "sign"), 409, "licence-missing")
    await world.licensed("therapist", expires_on="2024-12-31")
    assert_problem(await act(world, "therapist", note, "sign"), 409, "licence-expired")
    assert (await world.therapist.get(_path(note))).json()["state"] == "draft"
    await world.licensed("therapist")
    assert (await act(world, "therapist", note, "sign")).json()["state"] == "signed"


async def test_the_medical_part_and_other_counties_are_kept_apart(
    world: World, other: World, student_id: str
) -> None:
    note = await written(world, "coordinator", student_id, part="medical")
    await act(world, "coordinator", note, "sign")
    assert_problem(await world.auditor.get(_path(note)), 403, "forbidden")
    listed = await world.auditor.get(f"/v1/students/{student_id}/notes")
    assert listed.json()["items"] == []
    assert_problem(await world.api("coordinator-2").get(_path(note)), 403, "not-on-caseload")
    assert_problem(await other.coordinator.get(_path(note)), 404, "student-not-found")


async def test_days_links_and_errors(world: World, other: World, student_id: str) -> None:
    path = f"/v1/students/{student_id}/notes"
    body = {"kind": "other", "text": "x"}
    ahead = await world.coordinator.post(path, body | {"on_date": "2099-01-01"})
    assert_problem(ahead, 409, "note-dates")
    theirs = await written(other, "coordinator", await enrolled(other))
    body |= {"on_date": str(world.today), "addendum_to_id": theirs["id"]}
    assert_problem(await world.coordinator.post(path, body), 404, "note-link-unknown")
    note = await written(world, "coordinator", student_id)
    wrong = {"reason_code": "wrong_child"}
    others = await act(world, "therapist", note, "mark_entered_in_error", **wrong)
    assert_problem(others, 409, "step-not-ready")
    gone = await act(world, "supervisor", note, "mark_entered_in_error", **wrong)
    assert gone.json()["state"] == "entered_in_error"
    assert (await world.coordinator.get(f"{_path(note)}/actions")).json() == []


@given(
    st.lists(
        st.sampled_from(["sign", "co_sign", "return", "give_copy", "mark_entered_in_error"]),
        max_size=8,
    )
)
def test_what_is_signed_never_becomes_a_draft_again(acts: list[str]) -> None:
    state = NoteState.DRAFT.value
    for name in acts:
        step = next((s for s in MACHINE.from_state(state) if s.act == name), None)
        before, state = state, (step.target or state) if step else state
        assert before != NoteState.SIGNED or state in {"signed", "entered_in_error"}


async def test_an_electronic_signature_says_on_what_it_was_given(
    world: World, student_id: str
) -> None:
    note = await written(world, "coordinator", student_id)
    given_ = {
        "method": "electronic",
        "identity_shown": "signed_in",
        "device": "Tablet 7 of the program",
    }
    signed = await act(world, "coordinator", note, "sign", signature=given_)
    assert signed.status_code == 200, signed.text
    [shown] = (await world.coordinator.get(f"{_path(note)}/signatures")).json()
    assert (shown["device"], shown["created_at"] is not None) == ("Tablet 7 of the program", True)
    paper = {**given_, "method": "paper", "signed_on": str(world.today)}
    other = await written(world, "coordinator", student_id)
    refused = await act(world, "coordinator", other, "sign", signature=paper)
    assert_problem(refused, 422, "invalid-request")
