"""Computing many files anew: after a calendar changed, and with a new rulebook.

A pass goes by batches, each a transaction of its own that also says how far
the pass has come: one that was cut off goes on where it stopped. A file is
locked while it is computed, as recording an event locks it, so that no change
made beside the pass is lost.
"""

import asyncio
import time
from collections.abc import AsyncGenerator, AsyncIterator, Callable, Iterator
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from app import audit, clock
from app.auth import Actor
from app.db import Database
from app.directory import Home
from app.models.deadline import Recomputation
from app.models.fields import new_id
from app.services import case, deadline, rulebook
from app.services.duty import NOT_KEPT, Fresh, Kept, Move, moves_of, rows_owed_of_each
from app.services.enrolment import of_episode
from app.services.queries import case as case_queries
from app.services.queries import many_files
from app.services.queries import recomputation as queries
from app.services.queries.many_files import WHOLE, Child, Events, File, Part, Why
from app.services.rulebook import Book, moved_rules
from app.services.rules import Calendar, CaseFacts, Event, Pause, names_seen

AT_ONCE = 200
"""Students up to whom a change of a calendar takes its deadlines along in its own transaction."""
BATCH, FIRST_BATCH, FEWEST = 1000, 200, 20
"""Students of one transaction: at most, of the first, at least."""
PATIENCE_SECONDS = 0.5
"""How long a batch should last: its files are locked until it ends, and a writer waits four seconds at most."""
AT_A_STRETCH = 20
"""Files computed before other requests get their turn."""
SUBJECT = "earlybridge"
Rules = frozenset[str] | None
"""Rules to compute; None: all."""
Open = Callable[[], AbstractAsyncContextManager[AsyncSession]]
"""Begins one transaction bound to the program."""


@dataclass(frozen=True, slots=True)
class Progress:
    """What one batch has done."""

    students: int
    moves: tuple[Move, ...]
    others: tuple[str, ...] = ()
    """Where something else than status and date is not as computed; only where nothing is stored."""


async def after_calendar_change(
    db: AsyncSession, actor: Actor, cause: str, district_id: UUID | None
) -> None:
    """Compute the students of a district (of the program for None) anew, or note that it is to be done.

    What is noted is done by `catch_up`, after the caller's commit.
    """
    await db.flush()  # the changed calendar must be among the facts
    if await queries.count(db, actor, district_id, AT_ONCE + 1) > AT_ONCE:
        db.add(_pass(actor, cause, district_id))
        return
    students = await many_files.children(db, actor, district_id, WHOLE, AT_ONCE, lock=True)
    await _settle(db, actor, students, None, cause, is_scattered=True)


def _pass(
    actor: Actor,
    cause: str,
    district_id: UUID | None,
    part: Part = WHOLE,
    rules: list[str] | None = None,
) -> Recomputation:
    return Recomputation(
        tenant_id=actor.tenant_id,
        cause=cause,
        district_id=district_id,
        after_id=part.after,
        until_id=part.until,
        rules=rules,
        rulebook_sha256=rulebook.load().sha256,
    )


async def catch_up(database: Database, actor: Actor) -> None:
    """Finish what the caller's changes left to be done. Whatever this does not reach, the next one does."""
    async for _ in finish(lambda: database.session(actor.caller), actor):
        pass


async def finish(begin: Open, actor: Actor, size: int = BATCH) -> AsyncGenerator[Progress, None]:
    """Bring the program's unfinished passes to their end, batch by batch, beside others who do.

    `size`: students of a batch at most.
    """
    now = min(size, FIRST_BATCH)
    while True:
        began = time.monotonic()
        async with begin() as db:
            progress = await _batch(db, actor, now)
        if progress is None:
            return
        now = _next_size(now, size, time.monotonic() - began)
        yield progress


def _next_size(size: int, most: int, seconds: float) -> int:
    """Students of the next batch, after one that took so long."""
    return min(most, max(FEWEST, min(2 * size, int(size * PATIENCE_SECONDS / seconds))))


async def _batch(db: AsyncSession, actor: Actor, size: int) -> Progress | None:
    """One batch of the oldest unfinished pass that no other has in hand; None when there is none."""
    at = await queries.unfinished(db, actor)
    if at is None:
        return None
    await queries.commit_without_waiting(db)
    if at.rulebook_sha256 != rulebook.load().sha256:
        at.rulebook_sha256, at.rules, at.last_student_id = rulebook.load().sha256, None, None
    part = Part(at.last_student_id or at.after_id, at.until_id)
    students = await many_files.children(db, actor, at.district_id, part, size, lock=True)
    rules = None if at.rules is None else frozenset(at.rules)
    is_scattered = at.district_id is not None
    moves = await _settle(db, actor, students, rules, at.cause, is_scattered=is_scattered)
    at.moved += len(moves)
    at.version += 1
    at.updated_at = clock.now()
    if len(students) < size:
        at.done_at = clock.now()
    else:
        at.last_student_id = students[-1].id
    return Progress(len(students), tuple(moves))


def _rules_since(actor: Actor, former: Book | None) -> Rules:
    """Rules that may give other dates than in a former rulebook; all for None."""
    if former is None:
        return None
    return moved_rules(former, rulebook.load(), actor.home.jurisdiction)


async def _settle(
    db: AsyncSession,
    actor: Actor,
    children: list[Child],
    rules: Rules,
    cause: str,
    *,
    is_scattered: bool,
) -> list[Move]:
    """Store what differs.

    What moved is in the history of its file. A pass that nobody stands behind shows no child to anybody, so its
    line on the record of access only counts them.
    """
    moves: list[Move] = []
    rows: list[tuple[Any, ...]] = []
    for file, fresh in await _computed(db, actor, children, rules, is_scattered=is_scattered):
        if file.deadlines != fresh:
            _note_differences(file, fresh, rows, moves)
    if rows:
        why = Why(rulebook.load().sha256, cause)
        await many_files.store(db, actor, Kept._fields, rows, why)
    if moves:
        await deadline.take_all_tasks_along(db, actor, moves)
        touched = list(dict.fromkeys(move.student_id for move in moves))
        seen = touched if db.info.get("principal_id") else None
        audit.record(
            db, actor, "change", "deadlines", student_ids=seen, cause=cause, students=len(touched)
        )
    return moves


def _note_differences(
    file: File, fresh: Fresh, rows: list[tuple[Any, ...]], moves: list[Move]
) -> None:
    """Rows of one file to be written, and what of them moved; a row that would be the same again stays as it is."""
    student, stored = file.child.id, file.deadlines
    for key in sorted(stored.keys() | fresh.keys()):
        was, now = stored.get(key, NOT_KEPT), fresh.get(key, NOT_KEPT)
        if was == now:
            continue
        rows.append((file.ids.get(key) or new_id(), student, *key, was[0], was[1], *now))
        if (move := Move.of(student, key, was, now)) is not None:
            moves.append(move)


async def _computed(
    db: AsyncSession, actor: Actor, children: list[Child], rules: Rules, *, is_scattered: bool
) -> list[tuple[File, Fresh]]:
    """Each file with the deadlines it should have today."""
    book, today, here = rulebook.load(), actor.today(), actor.home.jurisdiction
    known = None if rules is None else sorted(rules & book.rule_ids)
    kinds = None if rules is None else names_seen(book, here, rules)
    files = await many_files.read(
        db, actor, children, Kept._fields, rules, kinds, is_scattered=is_scattered
    )
    calendars = await calendars_of(db, actor)
    computed: list[tuple[File, Fresh]] = []
    for first in range(0, len(files), AT_A_STRETCH):
        some = files[first : first + AT_A_STRETCH]
        cases = [
            (facts_from(f, calendars.get(f.child.district_id, calendars[None])), f.notes)
            for f in some
        ]
        computed += zip(some, rows_owed_of_each(book, cases, today, known), strict=True)
        await asyncio.sleep(0)  # other requests get their turn
    return computed


def facts_from(file: File, calendar: Calendar) -> CaseFacts:
    """The same as `case.facts_of` gathers of a single file today."""
    child = file.child
    return CaseFacts(
        child.jurisdiction,
        child.born_on,
        tuple(map(Event, *_present(file))),
        tuple(Pause(*pause) for pause in file.pauses),
        child.facts,
        calendar,
    )


def _present(file: File) -> Events:
    """What happened in the present stay."""
    if file.stay is None:
        return file.events
    own = of_episode(file.events.rows(), file.stay)
    return Events.of(own)


async def calendars_of(db: AsyncSession, actor: Actor) -> dict[UUID | None, Calendar]:
    """By district; that of None knows no school year."""
    closed = await case_queries.holidays(db, actor)
    years = await queries.school_years(db, actor)
    found: dict[UUID | None, Calendar] = {
        district: case.calendar_from(closed, own) for district, own in years.items()
    }
    found[None] = case.calendar_from(closed, [])
    return found


async def differences(
    begin: Open, actor: Actor, since: Book | None = None, part: Part = WHOLE
) -> AsyncGenerator[Progress, None]:
    """What a pass would move, batch by batch; nothing is locked or stored."""
    rules = _rules_since(actor, since)
    while True:
        async with begin() as db:
            students = await many_files.children(db, actor, None, part, BATCH, lock=False)
            computed = await _computed(db, actor, students, rules, is_scattered=False)
        moves = tuple(move for file, fresh in computed for move in _moves(file, fresh))
        others = tuple(said for file, fresh in computed for said in _others(file, fresh))
        yield Progress(len(students), moves, others)
        if len(students) < BATCH:
            return
        part = part._replace(after=students[-1].id)


def _moves(file: File, fresh: Fresh) -> list[Move]:
    return [] if file.deadlines == fresh else moves_of(file.child.id, fresh, file.deadlines)


def _others(file: File, fresh: Fresh) -> Iterator[str]:
    """Rows whose status and date are right and other columns are not."""
    for key, was in file.deadlines.items():
        now = fresh.get(key)
        if now is not None and now != was and now[:2] == was[:2]:
            names = (n for n, a, b in zip(Kept._fields, was, now, strict=True) if a != b)
            yield f"{file.child.id} {' '.join(key).rstrip()}: {', '.join(names)}"


async def programs(database: Database) -> list[Actor]:
    """Every program, as one who acts in it without being anybody of it."""
    async with database.session(None) as db:
        found = await queries.programs(db)
    homes = (Home(o.id, o.kind, o.name, o.jurisdiction, o.time_zone) for o in found)
    return [Actor(home, SUBJECT, (), frozenset()) for home in homes]


def acting_for(database: Database, actor: Actor) -> Open:
    """Transactions inside the program, for the command line."""

    @asynccontextmanager
    async def begin() -> AsyncIterator[AsyncSession]:
        async with database.session(None) as db:
            await queries.act_for(db, actor.tenant_id)
            db.info["principal_id"] = None
            yield db

    return begin


async def count(begin: Open, actor: Actor) -> int:
    """Students of the program."""
    async with begin() as db:
        return await queries.count(db, actor, None, None)


async def parts(begin: Open, actor: Actor, number: int) -> list[Part]:
    """So many parts of the program, of about the same size; fewer where there are fewer files."""
    async with begin() as db:
        return await queries.parts(db, actor, number)


async def begin_pass(begin: Open, actor: Actor, since: Book | None = None, number: int = 1) -> None:
    """Note that every file of the program is to be computed with this rulebook, in so many parts.

    One that is unfinished goes on instead. `since`: only the rules that changed
    since this former rulebook, with which all that is stored was computed.
    """
    moved = _rules_since(actor, since)
    rules = None if moved is None else sorted(moved)
    async with begin() as db:
        if not await queries.is_begun(db, actor, rules):
            cause = f"rulebook {rulebook.load().version}"
            found = await queries.parts(db, actor, number)
            db.add_all(_pass(actor, cause, None, part, rules) for part in found)


async def after_upgrade(
    begin: Open, actor: Actor, since: Book | None = None, size: int = BATCH
) -> AsyncGenerator[Progress, None]:
    """Compute every file of the program as `begin_pass` says; a pass that was cut off goes on."""
    await begin_pass(begin, actor, since)
    async for progress in finish(begin, actor, size):
        yield progress


async def resume(database: Database) -> int:
    """Finish every program's passes, beside other processes that do; counts students.

    A program whose files no pass has seen with this rulebook gets one first.
    """
    return sum([await resume_in(database, actor) for actor in await programs(database)])


async def resume_in(database: Database, actor: Actor) -> int:
    """The same in one program."""
    opened = acting_for(database, actor)
    await _begin_after_upgrade(opened, actor)
    return sum([progress.students async for progress in finish(opened, actor)])


async def _begin_after_upgrade(begin: Open, actor: Actor) -> None:
    """Begin a pass where something was computed by another rulebook; where nothing was, note that it was looked for."""
    sha256 = rulebook.load().sha256
    async with begin() as db:
        if await queries.is_looked_through(db, actor, sha256):
            return
        noted = _pass(actor, f"rulebook {rulebook.load().version}", None)
        if not await queries.has_former(db, actor, sha256):
            noted.done_at = clock.now()
        db.add(noted)
