"""Imports: each line whole or refused, a dry run keeps nothing, a second run changes nothing."""

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from app.cli.lines import BadLine, read_lines
from tests.factories.problem import assert_problem
from tests.factories.referral import enrolled, referral
from tests.factories.world import World

DAY = timedelta(days=1)


def _child(ref: str, **changes: Any) -> dict[str, Any]:
    data = {
        "first_name": f"Name{ref}",
        "last_name": f"Last{ref}",
        "born_on": "2025-01-05",
        "referred_on": "2025-06-01",
    }
    return {"ref": ref, "data": data | changes}


async def _import(world: World, kind: str, *lines: Any, dry_run: bool = False) -> dict[str, Any]:
    body = {"dry_run": dry_run, "lines": list(lines)}
    response = await world.administrator.post(f"/v1/imports/{kind}", body)
    assert response.status_code == 200, response.text
    found: dict[str, Any] = response.json()
    return found


async def _count(world: World) -> int:
    rows = await world.look(
        "select count(*) from eb.student where tenant_id = :t", t=world.program_id
    )
    return int(rows[0][0])


async def test_children_contacts_and_events_come_in_by_the_senders_numbers(world: World) -> None:
    done = await _import(world, "students", _child("A1"), _child("A2", referred_on=None))
    assert (done["created"], done["refused"]) == (2, 0)
    student_id = done["lines"][0]["id"]
    contact = {
        "student_ref": "A1",
        "first_name": "Grace",
        "relationship": "mother",
        "may_sign": True,
        "holds_educational_rights": True,
    }
    event = {"student_ref": "A1", "type": "screening.completed", "on": "2025-06-09"}
    assert (await _import(world, "contacts", {"ref": "C1", "data": contact}))["created"] == 1
    assert (await _import(world, "events", {"ref": "E1", "data": event}))["created"] == 1
    file = (await world.supervisor.get(f"/v1/students/{student_id}")).json()
    assert file["enrolment"]["referred_on"] == "2025-06-01"
    assert [c["first_name"] for c in file["contacts"]] == ["Grace"]
    assert [d for d in file["deadlines"] if d["due_on"] == "2025-07-16"]
    types = [
        e["type"] for e in (await world.supervisor.get(f"/v1/students/{student_id}/events")).json()
    ]
    assert types == ["referral.received", "screening.completed"]


async def test_a_bad_line_is_refused_with_its_place_and_holds_up_no_other(world: World) -> None:
    bad = [
        _child("B1", born_on="2025-13-01"), _child("B2", who="x"), _child("B3", born_on="2026-01-01"),
        _child("B4", district_id="01a00000-0000-7000-8000-000000000000"), _child("B5"),
    ]  # fmt: skip
    done = await _import(world, "students", *bad)
    assert [r["outcome"] for r in done["lines"]] == ["refused"] * 4 + ["created"]
    assert done["lines"][0]["problem"]["errors"][0]["pointer"] == "/data/born_on"
    codes = [r["problem"]["type"] for r in done["lines"][:4]]
    assert codes[2:] == ["/problems/import-dates", "/problems/district-not-a-partner"]
    assert await _count(world) == 1


async def test_a_line_that_fails_late_leaves_no_trace(world: World) -> None:
    done = await _import(world, "students", _child("S"))
    event = {
        "student_ref": "S",
        "type": "ifsp.service.delivered",
        "on": "2025-06-09",
        "data": {"service": "vision"},
    }
    refused = await _import(world, "events", {"ref": "late", "data": event})
    assert refused["lines"][0]["problem"]["type"] == "/problems/no-consent-yet"
    events = (await world.supervisor.get(f"/v1/students/{done['lines'][0]['id']}/events")).json()
    assert [e["type"] for e in events] == ["referral.received"]


async def test_what_earlier_systems_notified_assigned_and_released_comes_in_as_imported(
    world: World,
) -> None:
    child = _child("H", born_on="2023-06-01", referred_on="2024-06-01")
    student_id = (await _import(world, "students", child))["lines"][0]["id"]
    path = f"/v1/students/{student_id}"
    history = [
        ("service_coordinator.assigned", "2024-06-02"),
        ("transition.notified.lea", "2025-12-01"),
        ("release.signed", "2025-12-02"),
    ]
    lines = [
        {"ref": type_, "data": {"student_ref": "H", "type": type_, "on": on}}
        for type_, on in history
    ]
    assert (await _import(world, "events", *lines))["created"] == 3
    events = (await world.supervisor.get(f"{path}/events")).json()[1:]
    assert [(e["type"], e["on"], e["data"]) for e in events] == [
        (type_, on, {"imported": True}) for type_, on in history
    ]
    typed = {"type": "release.signed", "on": "2025-12-02"}
    typed_there = await world.supervisor.post(f"{path}/events", typed)
    assert_problem(typed_there, 409, "event-has-own-route")
    wrong = {"reason": "It was another child's."}
    undone = await world.supervisor.post(f"{path}/events/{events[2]['id']}/correction", wrong)
    assert undone.json()["entered_in_error"] is True
    bad = {
        "student_ref": "H", "type": "transition.notified.lea", "on": "2025-12-03", "data": {"district_id": "Lakeside"},
    }  # fmt: skip
    [refused] = (await _import(world, "events", {"ref": "bad", "data": bad}))["lines"]
    assert refused["problem"]["errors"][0]["pointer"] == "/data/district_id"
    again = {"student_ref": "H", "type": "referral.received", "on": "2024-06-01"}
    [twice] = (await _import(world, "events", {"ref": "twice", "data": again}))["lines"]
    assert twice["problem"]["type"] == "/problems/event-has-own-route"


async def test_a_dry_run_says_the_same_and_keeps_nothing(world: World) -> None:
    lines = [_child("D1"), _child("D2", born_on="x")]
    tried = await _import(world, "students", *lines, dry_run=True)
    assert [r["outcome"] for r in tried["lines"]] == ["created", "refused"]
    assert tried["lines"][0]["id"] is None
    assert await _count(world) == 0
    done = await _import(world, "students", *lines)
    assert (done["created"], done["refused"]) == (1, 1)


async def test_a_second_run_changes_nothing_and_other_content_is_refused(world: World) -> None:
    first = await _import(world, "students", _child("R1"), _child("R2"))
    again = await _import(world, "students", _child("R1"), _child("R2"), _child("R3"))
    assert (again["created"], again["unchanged"]) == (1, 2)
    assert [r["id"] for r in again["lines"][:2]] == [r["id"] for r in first["lines"]]
    other = await _import(world, "students", _child("R1", first_name="Other"))
    assert other["lines"][0]["problem"]["type"] == "/problems/import-ref-taken"
    assert await _count(world) == 3


async def test_a_child_that_may_be_on_file_is_taken_with_a_warning(world: World) -> None:
    await enrolled(world, child={"born_on": "2025-01-05"})
    done = await _import(world, "students", _child("W", first_name="Aminah", last_name="Okafor"))
    assert done["lines"][0]["outcome"] == "created"
    assert [w["code"] for w in done["lines"][0]["warnings"]] == ["possible-duplicate"]


async def test_only_an_administrator_imports_and_only_into_the_own_program(
    world: World, other: World
) -> None:
    body = {"lines": [_child("X")]}
    for who in ("coordinator", "supervisor", "intake", "auditor", "agency", "district"):
        assert_problem(await world.api(who).post("/v1/imports/students", body), 403, "forbidden")
    strange = await enrolled(other)
    event = {"student_id": strange, "type": "screening.completed", "on": "2025-12-09"}
    done = await _import(world, "events", {"ref": "E", "data": event})
    assert done["lines"][0]["problem"]["type"] == "/problems/student-not-found"


async def test_referrals_come_in_by_the_senders_numbers_too(world: World) -> None:
    async def send(*lines: Any, dry_run: bool = False) -> dict[str, Any]:
        body = {"dry_run": dry_run, "lines": list(lines)}
        answer = await world.agency.post("/v1/imports/referrals", body)
        assert answer.status_code == 200, answer.text
        found: dict[str, Any] = answer.json()
        return found

    async def count() -> int:
        return len((await world.intake.get("/v1/referrals")).json()["items"])

    good = {"ref": "F1", "data": referral(world)}
    late = {"ref": "F2", "data": referral(world, child={"born_on": str(world.today + DAY)})}
    strange = {"ref": "F3", "data": referral(world, program_id=str(world.district_id))}
    tried = await send(good, late, strange, dry_run=True)
    assert [r["outcome"] for r in tried["lines"]] == ["created", "refused", "refused"]
    codes = [r["problem"]["type"] for r in tried["lines"][1:]]
    assert codes == ["/problems/referral-before-birth", "/problems/program-not-found"]
    assert await count() == 0
    done = await send(good, late)
    assert (done["created"], done["refused"]) == (1, 1)
    await world.change("delete from eb.idempotency_key where tenant_id = :t", t=world.agency_id)
    again = await send(good)
    assert (again["unchanged"], again["lines"][0]["id"]) == (1, done["lines"][0]["id"])
    named = referral(world, sender_ref="S-1", child={"first_name": "Ben"})
    sent = await world.agency.post("/v1/referrals", named)
    known = await send({"ref": "F4", "data": named})
    assert (known["unchanged"], known["lines"][0]["id"]) == (1, sent.json()["id"])
    assert await count() == 2
    body = {"lines": [good]}
    assert_problem(await world.coordinator.post("/v1/imports/referrals", body), 403, "forbidden")


def test_a_table_is_read_as_the_same_lines(tmp_path: Path) -> None:
    file = tmp_path / "students.csv"
    file.write_text(
        "ref,first_name,last_name,born_on,languages,birth_weight_grams,birth_order,interpreter_needed,address.lines.0,address.city\n"
        "1,Zoë,'=Quist,2025-01-05,es|en,3210,2,true,1 Elm,Lupine\n2,B,C,2025-01-06,,,,,,\n",
        encoding="utf-8",
    )
    first, second = (line.data() for line in read_lines(file))
    assert first == {
        "ref": "1", "first_name": "Zoë", "last_name": "=Quist", "born_on": "2025-01-05", "languages": ["es", "en"],
        "birth_weight_grams": 3210, "birth_order": 2, "interpreter_needed": True, "address": {"lines": ["1 Elm"], "city": "Lupine"},
    }  # fmt: skip
    assert second == {"ref": "2", "first_name": "B", "last_name": "C", "born_on": "2025-01-06"}


def test_a_bad_row_of_a_table_holds_up_no_other(tmp_path: Path) -> None:
    file = tmp_path / "students.csv"
    file.write_bytes(
        b"ref,first_name\n1,Ana\n2,Ben,too many\n3,Jos\xe9\n\n4,"
        + b"x" * 140_000
        + "\n5,Zoë\n6\n".encode()
    )
    lines = list(read_lines(file))
    assert [line.number for line in lines] == [2, 3, 4, 6, 7, 8]
    said = []
    for line in lines:
        try:
            said.append(line.data().get("first_name"))
        except BadLine as bad:
            said.append(str(bad))
    assert said == [
        "Ana", "has more cells than the heading", "is not UTF-8; save the file as UTF-8", "is not CSV", "Zoë", None,
    ]  # fmt: skip


def test_a_heading_that_cannot_be_read_is_said_at_once(tmp_path: Path) -> None:
    file = tmp_path / "students.csv"
    file.write_bytes(b"ref,pr\xe9nom\n1,Ana\n")
    with pytest.raises(BadLine, match="the heading is not UTF-8"):
        list(read_lines(file))


def test_a_line_in_another_encoding_is_refused_and_never_misspelt(tmp_path: Path) -> None:
    file = tmp_path / "students.jsonl"
    file.write_bytes('{"first_name": "José"}\n'.encode() + b'{"first_name": "Jos\xe9"}\n')
    good, bad = read_lines(file)
    assert good.data() == {"first_name": "José"}
    with pytest.raises(BadLine, match="UTF-8"):
        bad.data()


@pytest.mark.parametrize("text", ["[1]", "{", "1"])
def test_a_line_that_is_no_object_is_said_to_be_none(tmp_path: Path, text: str) -> None:
    file = tmp_path / "x.jsonl"
    file.write_text(f'{{"a": 1}}\n\n{text}\n')
    good, bad = read_lines(file)
    assert good.data() == {"a": 1}
    assert bad.number == 3
    with pytest.raises(BadLine):
        bad.data()
