"""A pass over every file computes what the file says, repairs what differs, and goes on where it was cut off."""

import asyncio
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from fastapi import FastAPI
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncEngine

from app import clock
from app.auth import Actor
from app.db import Database
from app.demo.county import make_county
from app.demo.load import load_county
from app.demo.people import people_of
from app.services import case, recomputation, rulebook
from app.services.duty import Kept
from app.services.queries import case as case_queries
from app.services.queries import many_files
from app.services.rules import CaseFacts
from tests.factories.recomputation import FIRST_PLAN, all_of, begin, moved_by, spoil, stored, system
from tests.factories.referral import accept, enrolled, happened, refer
from tests.factories.rulebook import changed_law
from tests.factories.student import add_students
from tests.factories.world import World


async def test_a_pass_repairs_what_differs_and_nothing_else(world: World) -> None:
    student_id, actor = await enrolled(world), await system(world)
    before = await stored(world, student_id)
    await spoil(world, student_id)
    found = [p async for p in recomputation.differences(begin(world, actor), actor)]
    (move,) = [m for p in found for m in p.moves]
    assert (str(move.student_id), move.rule_id) == (student_id, FIRST_PLAN)
    assert await stored(world, student_id) != before
    done = [p async for p in recomputation.after_upgrade(begin(world, actor), actor)]
    assert [m for p in done for m in p.moves] == [move]
    assert await stored(world, student_id) == before
    again = [p async for p in recomputation.after_upgrade(begin(world, actor), actor)]
    assert [m for p in again for m in p.moves] == []


async def test_a_pass_says_who_computed_and_why(world: World) -> None:
    student_id, actor = await enrolled(world), await system(world)
    await spoil(world, student_id)
    await all_of(recomputation.after_upgrade(begin(world, actor), actor))
    seen = await world.look(
        """select party, detail->>'cause', detail->>'students', student_ids from eb.access_log
            where tenant_id = :t and resource = 'deadlines' and action = 'change'""",
        t=world.program_id,
    )
    cause = f"rulebook {rulebook.load().version}"
    assert [tuple(row) for row in seen] == [("earlybridge rules", cause, "1", None)]
    history = (await world.coordinator.get(f"/v1/students/{student_id}/deadline-history")).json()
    assert history["items"][0]["cause"] == cause


async def test_a_pass_refuses_nobodys_change_and_shows_that_dates_moved(world: World) -> None:
    """The file's version is that of what people wrote; its tag is that of all it says."""
    student_id, actor = await enrolled(world), await system(world)
    await spoil(world, student_id)
    path = f"/v1/students/{student_id}"
    read = await world.coordinator.get(path)
    seen = {"If-None-Match": read.headers["etag"]}
    assert (await world.coordinator.http.get(path, headers=seen)).status_code == 304
    await all_of(recomputation.after_upgrade(begin(world, actor), actor))
    anew = await world.coordinator.http.get(path, headers=seen)
    assert (anew.status_code, anew.json()["version"]) == (200, read.json()["version"])
    changed = await world.coordinator.patch(path, {"first_name": "Ana"}, read.headers["etag"])
    assert changed.status_code == 200, changed.text


async def test_a_pass_that_was_cut_off_goes_on_where_it_stopped(world: World) -> None:
    students = await add_students(world, 5)
    actor = await system(world)
    cut_off = recomputation.after_upgrade(begin(world, actor), actor, size=2)
    first = await anext(cut_off)
    await cut_off.aclose()
    assert _students(first) == students[:2]
    rest = await all_of(recomputation.after_upgrade(begin(world, actor), actor, size=2))
    assert [_students(p) for p in rest] == [students[2:4], students[4:]]
    passes = await world.look(
        "select done_at is not null from eb.recomputation where tenant_id = :t", t=world.program_id
    )
    assert [tuple(p) for p in passes] == [(True,)]


async def test_batches_get_smaller_where_they_take_long(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whoever writes to a file waits for the batch that it is in."""
    students = await add_students(world, 9)
    actor = await system(world)
    monkeypatch.setattr(recomputation, "FIRST_BATCH", 4)
    monkeypatch.setattr(recomputation, "FEWEST", 2)
    for patience, sizes in ((1e-6, [4, 2, 2, 1]), (600, [4, 5])):
        monkeypatch.setattr(recomputation, "PATIENCE_SECONDS", patience)
        done = await all_of(recomputation.after_upgrade(begin(world, actor), actor))
        assert [p.students for p in done] == sizes
        assert sum(sizes) == len(students)


async def test_a_pass_in_parts_is_shared_by_those_who_finish_it(world: World) -> None:
    """Each file is computed once, whoever takes which part."""
    students = await add_students(world, 7)
    actor, opened = await system(world), begin(world, await system(world))
    await recomputation.begin_pass(opened, actor, number=3)
    await recomputation.begin_pass(opened, actor, number=3)  # it is begun: nothing is added
    shares = await asyncio.gather(
        *(all_of(recomputation.finish(opened, actor, size=1)) for _ in range(2))
    )
    computed = [p for share in shares for p in share if p.students]
    assert sorted(s for p in computed for s in _students(p)) == students
    assert [p.students for p in computed] == [1] * 7
    passes = await world.look(
        "select done_at is not null, moved from eb.recomputation where tenant_id = :t order by id",
        t=world.program_id,
    )
    each = await world.look(
        "select count(*) from eb.deadline where tenant_id = :t", t=world.program_id
    )
    assert [row[0] for row in passes] == [True] * 3
    assert sum(row[1] for row in passes) == each[0][0]


async def test_parts_hold_every_file_once(world: World) -> None:
    students = await add_students(world, 5)
    actor = await system(world)
    opened = begin(world, actor)
    for number in (1, 2, 5, 9):
        parts = await recomputation.parts(opened, actor, number)
        assert len(parts) <= number
        found = [await all_of(recomputation.differences(opened, actor, None, p)) for p in parts]
        assert [s for part in found for p in part for s in _students(p)] == students


def _students(progress: recomputation.Progress) -> list[str]:
    return sorted({str(move.student_id) for move in progress.moves})


async def test_a_pass_waits_for_a_change_in_hand_and_sees_it(world: World) -> None:
    """A file that is being changed is computed after the change, not beside it."""
    student_id = await enrolled(world)
    actor = await system(world)
    async with begin(world, actor)() as db:
        await db.execute(text("select from eb.student where id = :s for update"), {"s": student_id})
        passing = asyncio.create_task(
            all_of(recomputation.after_upgrade(begin(world, actor), actor))
        )
        await asyncio.sleep(0.3)
        assert not passing.done()
        await db.execute(
            text(
                "update eb.deadline set due_on = due_on + 1 where student_id = :s and rule_id = :r"
            ),
            {"s": student_id, "r": FIRST_PLAN},
        )
    assert [m.rule_id for p in await passing for m in p.moves] == [FIRST_PLAN]


async def test_after_a_change_of_one_rule_only_that_rule_is_computed(
    world: World, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    student_id, actor = await enrolled(world), await system(world)
    await spoil(world, student_id)
    await world.change(
        "update eb.deadline set due_on = due_on + 1 where student_id = :s and rule_id = :r",
        s=student_id, r="us-ca.partc.consent.within_45",
    )  # fmt: skip
    with changed_law(tmp_path / "rulebook", world.today, monkeypatch):
        former, _ = rulebook.releases()
        opened = begin(world, actor)
        found = [p async for p in recomputation.differences(opened, actor, former)]
        assert {m.rule_id for p in found for m in p.moves} == {FIRST_PLAN}
        done = await all_of(recomputation.after_upgrade(opened, actor, former))
        assert {m.rule_id for p in done for m in p.moves} == {FIRST_PLAN}
        rest = [p async for p in recomputation.differences(opened, actor)]
        assert {m.rule_id for p in rest for m in p.moves} == {"us-ca.partc.consent.within_45"}


async def test_a_pass_for_some_rules_that_was_cut_off_goes_on_with_them(
    world: World, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Unless the rulebook is another by then, or all rules are asked for."""
    student_id, actor = await enrolled(world), await system(world)
    opened = begin(world, actor)
    other = "us-ca.partc.consent.within_45"
    await world.change(
        "update eb.deadline set due_on = due_on + 1 where student_id = :s and rule_id = :r",
        s=student_id, r=other,
    )  # fmt: skip
    with changed_law(tmp_path / "rulebook", world.today, monkeypatch):
        former, _ = rulebook.releases()
        await recomputation.begin_pass(opened, actor, former)
        assert await moved_by(recomputation.finish(opened, actor)) == set()
        await recomputation.begin_pass(opened, actor, former)
        await recomputation.begin_pass(opened, actor)
        assert await moved_by(recomputation.finish(opened, actor)) == {other}
        await spoil(world, student_id)
        await recomputation.begin_pass(opened, actor, former)
    assert await moved_by(recomputation.finish(opened, actor)) == {FIRST_PLAN}


async def test_only_the_present_stay_of_a_child_who_came_back_is_computed(world: World) -> None:
    """The pass reckons with what recording an event reckons with."""
    first_on = world.today - timedelta(days=300)
    student_id = await enrolled(world, received_on=first_on)
    await happened(world, student_id, "case.closed", first_on + timedelta(days=20))
    again = await refer(world, received_on=world.today - timedelta(days=5))
    looked_at = {"existing_student_id": student_id, "duplicates_reviewed": [student_id]}
    assert await accept(world, again, **looked_at) == student_id
    actor = await system(world)
    found = [p async for p in recomputation.differences(begin(world, actor), actor)]
    assert [m for p in found for m in p.moves] == []


async def assert_read_alike(opened: recomputation.Open, actor: Actor, least: int) -> None:
    """A pass gathers of every file what opening the file alone gathers."""
    async with opened() as db:
        children = await many_files.children(db, actor, None, many_files.WHOLE, 10_000, lock=False)
        files = await many_files.read(
            db, actor, children, Kept._fields, None, None, is_scattered=False
        )
        calendars = await recomputation.calendars_of(db, actor)
        assert len(files) >= least
        for file in files:
            student = await case_queries.student(db, actor, file.child.id)
            assert student is not None
            calendar = calendars.get(file.child.district_id, calendars[None])
            alone = await case.facts_of(db, actor, student)
            assert _in_order(recomputation.facts_from(file, calendar)) == _in_order(alone)


def _in_order(facts: CaseFacts) -> CaseFacts:
    return replace(facts, events=tuple(sorted(facts.events, key=lambda e: (e.day, str(e.id)))))


async def test_a_pass_reads_every_kind_of_file_as_opening_it_does(world: World) -> None:
    """A child who came back, two files merged into one, and what was entered in error."""
    first_on = world.today - timedelta(days=300)
    returning = await enrolled(world, received_on=first_on)
    await happened(world, returning, "case.closed", first_on + timedelta(days=20))
    again = await refer(world, received_on=world.today - timedelta(days=5))
    looked_at = {"existing_student_id": returning, "duplicates_reviewed": [returning]}
    assert await accept(world, again, **looked_at) == returning
    files = [returning]
    for name in ("Ada", "Bela", "Cyd"):
        referral_id = await refer(world, child={"first_name": name})
        files.append(await accept(world, referral_id, duplicates_reviewed=files))
        told = {"type": "pwn.sent", "on": str(world.today), "data": {}}
        sent = await world.supervisor.post(f"/v1/students/{files[-1]}/events", told)
        assert sent.status_code == 201, sent.text
    _, keeping, doubled, wrong = files
    link = {"other_id": doubled, "state": "merged"}
    assert (await world.supervisor.post(f"/v1/students/{keeping}/links", link)).status_code == 201
    await world.change(
        "update eb.case_event set entered_in_error = true where student_id = :s and type = 'pwn.sent'",
        s=wrong,
    )
    actor = await system(world)
    await assert_read_alike(begin(world, actor), actor, 3)
    async with begin(world, actor)() as db:
        children = await many_files.children(db, actor, None, many_files.WHOLE, 10, lock=False)
        assert {str(child.id) for child in children} == {returning, keeping, wrong}
        read = await many_files.read(
            db, actor, children, Kept._fields, None, None, is_scattered=False
        )
    counted = {str(f.child.id): list(f.events.types).count("pwn.sent") for f in read}
    assert counted == {returning: 0, keeping: 2, wrong: 0}


async def test_a_row_names_the_rulebook_by_which_it_last_changed(
    world: World, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A later rulebook that gives the same leaves it, in a pass and when an event is recorded."""
    former = rulebook.load().sha256
    student_id, actor = await enrolled(world), await system(world)
    await spoil(world, student_id)
    with changed_law(tmp_path / "rulebook", world.today, monkeypatch):
        await all_of(recomputation.after_upgrade(begin(world, actor), actor))
        present = rulebook.load().sha256
        assert await _changed_by(world, student_id, present) == {FIRST_PLAN}
        await happened(world, student_id, "pwn.sent", world.today)
        assert await _changed_by(world, student_id, present) > {FIRST_PLAN}
        assert "us-ca.partc.consent.within_45" in await _changed_by(world, student_id, former)


async def _changed_by(world: World, student_id: str, sha256: str) -> set[str]:
    rows = await world.look(
        "select rule_id from eb.deadline where student_id = :s and rulebook_sha256 = :h",
        s=student_id, h=sha256,
    )  # fmt: skip
    return {row[0] for row in rows}


async def test_the_demo_county_is_stored_as_it_is_computed(
    app: FastAPI, owner: AsyncEngine
) -> None:
    today = clock.today("America/Los_Angeles")
    county = make_county(7, today)
    async with owner.begin() as connection:
        await load_county(connection, county, people_of(county, county), today)
    database: Database = app.state.database
    actor = next(
        a for a in await recomputation.programs(database) if a.tenant_id == county.program.id
    )
    opened = recomputation.acting_for(database, actor)
    found = [p async for p in recomputation.differences(opened, actor)]
    assert sum(p.students for p in found) == len(county.files) > 50
    assert [(*p.moves, *p.others) for p in found if p.moves or p.others] == []
    await assert_read_alike(opened, actor, 50)
