"""Computing many files anew: after a calendar changed, and with a new rulebook.

A pass goes by batches, each a transaction of its own that also says how far
the pass has come: one that was cut off goes on where it stopped. A file is
locked while it is computed, as recording an event locks it, so that no change
made beside the pass is lost.
"""

import asyncio
from collections.abc import AsyncGenerator, AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from app import audit, clock
from app.auth import Actor
from app.db import Database
from app.directory import Home
from app.models.deadline import Recomputation
from app.services import case, deadline, rulebook
from app.services.deadline import Cause, Key, Move
from app.services.queries import case as case_queries
from app.services.queries import recomputation as queries
from app.services.queries.recomputation import File

AT_ONCE = 200
"""Students up to whom a change of a calendar takes its deadlines along in its own transaction."""
BATCH = 50
"""Students of one transaction: their files are locked for half a second, and a writer waits four at most."""
SUBJECT = "earlybridge"
Open = Callable[[], AbstractAsyncContextManager[AsyncSession]]
"""Begins one transaction bound to the program."""


@dataclass(frozen=True, slots=True)
class Progress:
    """What one batch has done."""

    students: int
    moves: tuple[Move, ...]


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
    students = await queries.students(db, actor, district_id, None, AT_ONCE, lock=True)
    await _settle(db, actor, await queries.files(db, actor, students), Cause(cause))


def _pass(actor: Actor, cause: str, district_id: UUID | None) -> Recomputation:
    return Recomputation(
        tenant_id=actor.tenant_id,
        cause=cause,
        district_id=district_id,
        rulebook_sha256=rulebook.load().sha256,
    )


async def catch_up(database: Database, actor: Actor) -> None:
    """Finish what the caller's changes left to be done. Whatever this does not reach, the next one does."""
    async for _ in finish(lambda: database.session(actor.caller), actor):
        pass


async def finish(begin: Open, actor: Actor, size: int = BATCH) -> AsyncGenerator[Progress, None]:
    """Bring the program's unfinished passes to their end, batch by batch."""
    while True:
        async with begin() as db:
            progress = await _batch(db, actor, size)
        if progress is None:
            return
        yield progress


async def _batch(db: AsyncSession, actor: Actor, size: int) -> Progress | None:
    """One batch of the oldest unfinished pass; None when there is none, or another has it in hand."""
    at = await queries.unfinished(db, actor)
    if at is None:
        return None
    if at.rulebook_sha256 != rulebook.load().sha256:
        at.rulebook_sha256, at.last_student_id = rulebook.load().sha256, None
    students = await queries.students(
        db, actor, at.district_id, at.last_student_id, size, lock=True
    )
    moves = await _settle(db, actor, await queries.files(db, actor, students), Cause(at.cause))
    at.moved += len(moves)
    at.version += 1
    at.updated_at = clock.now()
    if len(students) < size:
        at.done_at = clock.now()
    else:
        at.last_student_id = students[-1].id
    return Progress(len(students), tuple(moves))


async def _settle(db: AsyncSession, actor: Actor, files: list[File], cause: Cause) -> list[Move]:
    """Store what differs; a file whose deadlines moved gets its next version."""
    moves: list[Move] = []
    for file, fresh in await _computed(db, actor, files):
        moved = await deadline.settle(db, actor, file.student, fresh, file.deadlines, cause)
        if moved:
            file.student.version += 1
            file.student.updated_at = clock.now()
            file.student.updated_by = db.info.get("principal_id")
            moves += moved
    if moves:
        touched = sorted({move.student_id for move in moves})
        audit.record(db, actor, "change", "deadlines", student_ids=touched, cause=cause.text)
    return moves


Fresh = dict[Key, dict[str, object]]


async def _computed(db: AsyncSession, actor: Actor, files: list[File]) -> list[tuple[File, Fresh]]:
    """Each file with the deadlines it should have today."""
    closed = await case_queries.holidays(db, actor)
    years = await queries.school_years(db, actor)
    book, today = rulebook.load(), actor.today()
    computed: list[tuple[File, Fresh]] = []
    for file in files:
        own = years[file.student.district_id] if file.student.district_id else []
        facts = case.facts_from(file.student, file.events, file.pauses, closed, own)
        computed.append((file, deadline.rows_owed(book, facts, today, file.notes)))
        await asyncio.sleep(0)  # other requests run between two files
    return computed


async def differences(begin: Open, actor: Actor) -> AsyncGenerator[Progress, None]:
    """What a pass would move, batch by batch; nothing is locked or stored."""
    last: UUID | None = None
    while True:
        async with begin() as db:
            students = await queries.students(db, actor, None, last, BATCH, lock=False)
            files = await queries.files(db, actor, students)
            computed = await _computed(db, actor, files)
        moves = tuple(move for file, fresh in computed for move in _moves(file, fresh))
        yield Progress(len(students), moves)
        if len(students) < BATCH:
            return
        last = students[-1].id


def _moves(file: File, fresh: Fresh) -> list[Move]:
    stored = {(d.rule_id, d.occurrence): d for d in file.deadlines}
    return deadline.moves(file.student.id, fresh, stored)


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


async def after_upgrade(
    begin: Open, actor: Actor, size: int = BATCH
) -> AsyncGenerator[Progress, None]:
    """Compute every file of the program with this rulebook; a pass that was cut off goes on."""
    book = rulebook.load()
    async with begin() as db:
        if not await queries.is_begun(db, actor):
            db.add(_pass(actor, f"rulebook {book.version}", None))
    async for progress in finish(begin, actor, size):
        yield progress
