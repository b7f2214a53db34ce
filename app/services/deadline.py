"""What the law asks for one student: stored with every change, explained on demand."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from app import audit, clock
from app.auth import Actor
from app.db import Database
from app.models.deadline import ClockChange, Deadline, DeadlineChange, DeadlineNote
from app.models.fields import FIRST_DAY, LAST_DAY
from app.models.schemas.deadline import DueFilter
from app.models.schemas.rule import ObligationRead
from app.models.student import Student
from app.services import case, duty_task, rulebook
from app.services.duty import (
    NOT_YET_DONE,
    Fresh,
    Kept,
    Key,
    Move,
    explained,
    moves_of,
    noted_status,
    owed_in,
    rows_owed,
)
from app.services.queries import case as case_queries
from app.services.queries import deadline as queries
from app.services.queries.many_files import HIGHEST_ID
from app.services.rules import (
    derived,
    situation_of,
)
from app.services.vocabulary import UnknownWord, require_known

DUE_PROBLEMS = (UnknownWord,)

ASKED_AHEAD = timedelta(days=183)
"""Unless asked otherwise, facts and calendars are asked for that something due in so many days hangs on."""


@dataclass(frozen=True, slots=True)
class Cause:
    """Why deadlines are computed anew, for their history."""

    text: str
    event_id: UUID | None = None


async def recompute(db: AsyncSession, actor: Actor, student: Student, cause: Cause) -> None:
    """Bring the student's deadlines in line with the file, in the caller's transaction.

    Safe to run twice: the same file and rulebook change nothing. What a merged
    file would owe is owed by the one it was merged into.
    """
    await db.flush()  # the change that calls for this must be among the facts
    fresh = {} if student.merged_into_id else await _fresh(db, actor, student)
    stored = await case_queries.deadlines(db, actor, student.id)
    await settle(db, actor, student, fresh, stored, cause)


async def _fresh(db: AsyncSession, actor: Actor, student: Student) -> Fresh:
    return rows_owed(
        rulebook.load(),
        await case.facts_of(db, actor, student),
        actor.today(),
        await queries.notes(db, actor, student.id),
    )


async def settle(
    db: AsyncSession,
    actor: Actor,
    student: Student,
    fresh: Fresh,
    stored: Iterable[Deadline],
    cause: Cause,
) -> list[Move]:
    """Make the stored deadlines of a locked file those of `fresh`; returns what moved."""
    rows = {(d.rule_id, d.occurrence): d for d in stored}
    found = moves_of(student.id, fresh, {key: Kept.of_row(row) for key, row in rows.items()})
    for key in fresh.keys() | rows.keys():
        await _store(db, actor, student, key, rows.get(key), fresh.get(key))
    remember(db, actor, found, cause)
    await take_tasks_along(db, actor, student.id, found)
    return found


async def take_tasks_along(
    db: AsyncSession, actor: Actor, student_id: UUID, found: Iterable[Move]
) -> None:
    """Close and date the tasks that stand for the duties of one student that moved."""
    found = list(found)
    await duty_task.follow(
        db, actor, student_id,
        over={m.key for m in found if m.to_status not in NOT_YET_DONE},
        dated={m.key: m.to_due_on for m in found if m.to_status in NOT_YET_DONE},
    )  # fmt: skip


async def _store(
    db: AsyncSession, actor: Actor, student: Student, key: Key, row: Deadline | None, now: Kept | None
) -> None:  # fmt: skip
    """A row that would be the same again stays as it is, and names the rulebook that last changed it."""
    if now is None:
        await db.delete(row)
    elif row is None:
        keys: dict[str, Any] = {"student_id": student.id, "rule_id": key[0], "occurrence": key[1]}
        db.add(Deadline(tenant_id=actor.tenant_id, **keys, **columns(now)))
    elif Kept.of_row(row) != now:
        for name, value in columns(now).items():
            if getattr(row, name) != value:
                setattr(row, name, value)


def columns(now: Kept) -> dict[str, Any]:
    """Of a row that is changed with today's rulebook."""
    return {**now._asdict(), "rulebook_sha256": rulebook.load().sha256}


def remember(db: AsyncSession, actor: Actor, moves: Sequence[Move], cause: Cause) -> None:
    """Write what moved on one file at once into the history."""
    if not moves:
        return
    db.add(
        ClockChange(
            tenant_id=actor.tenant_id,
            student_id=moves[0].student_id,
            cause=cause.text,
            cause_event_id=cause.event_id,
            rule_ids=[m.rule_id for m in moves],
            occurrences=[m.occurrence for m in moves],
            from_statuses=[m.from_status for m in moves],
            to_statuses=[m.to_status for m in moves],
            from_due_on=[m.from_due_on for m in moves],
            to_due_on=[m.to_due_on for m in moves],
        )
    )


async def take_all_tasks_along(db: AsyncSession, actor: Actor, moves: Sequence[Move]) -> None:
    """As `take_tasks_along`, of many students at once."""
    students, rules = {move.student_id for move in moves}, {move.rule_id for move in moves}
    for student_id in await duty_task.students_with(db, actor, students, rules):
        of_student = [move for move in moves if move.student_id == student_id]
        await take_tasks_along(db, actor, student_id, of_student)


async def explain(
    db: AsyncSession, actor: Actor, student_id: UUID, as_of: date | None
) -> dict[str, Any]:
    """Evaluate the file as of a day (today when None), with explanations.

    Events after that day are left out, and so is what was said of a duty since;
    the rulebook is the one in use on that day. So the answer is what was owed then.
    Raises: StudentNotFound, NotOnCaseload.
    """
    student = await case.open_file(db, actor, student_id)
    facts = await case.facts_of(db, actor, student, as_of)
    day = as_of or actor.today()
    book = rulebook.in_use(day)
    situation = situation_of(book, facts, day)
    notes = await queries.notes(db, actor, student_id)
    by_key = {(n.rule_id, n.occurrence): n for n in notes if _is_said_by(n, day, actor)}
    audit.record(db, actor, "read", "deadlines", student_id=student_id)
    return {
        "rulebook": {"version": book.version, "sha256": book.sha256},
        "as_of": day,
        "derived": derived(book, facts),
        "obligations": [
            noted(ObligationRead.model_validate(o), by_key.get(key))
            for key, o in explained(book, situation, owed_in(book, situation)).items()
        ],
        "notes": notes,
    }


def _is_said_by(note: DeadlineNote, day: date, actor: Actor) -> bool:
    """Whether a duty was set aside on a day, or before it."""
    if note.dismissed_at is not None:
        return clock.day_of(note.dismissed_at, actor.home.time_zone) <= day
    return note.waived_on is None or note.waived_on <= day


def noted(obligation: ObligationRead, note: DeadlineNote | None) -> ObligationRead:
    status = noted_status(obligation.status, note)
    if status == obligation.status:
        return obligation
    said = (
        "Dismissed by the program; see its note."
        if status == "excused"
        else "Waived; see its note."
    )
    explanation = [*obligation.explanation, said]
    return obligation.model_copy(
        update={"status": status, "state": status, "explanation": explanation}
    )


async def history(
    db: AsyncSession, actor: Actor, student_id: UUID, limit: int, after: tuple[Any, ...] | None
) -> list[DeadlineChange]:
    """Newest first; one more than `limit` when there is more. Raises: StudentNotFound, NotOnCaseload."""
    await case.open_file(db, actor, student_id)
    audit.record(db, actor, "read", "deadline-history", student_id=student_id)
    before = after[0] if after else HIGHEST_ID
    changes = await queries.changes(db, actor, ClockChange, student_id, limit + 1, before)
    parts = [part for change in changes for part in _parts(change) if part.id < before]
    parts += await queries.changes(db, actor, DeadlineChange, student_id, limit + 1, before)
    return sorted(parts, key=lambda part: part.id, reverse=True)[: limit + 1]


def _parts(change: ClockChange) -> Iterator[DeadlineChange]:
    """What it says of each deadline, numbered on from its own id."""
    lists = (
        change.rule_ids, change.occurrences,
        change.from_statuses, change.to_statuses, change.from_due_on, change.to_due_on,
    )  # fmt: skip
    for number, (rule_id, occurrence, *moved) in enumerate(zip(*lists, strict=True)):
        from_status, to_status, from_due_on, to_due_on = moved
        yield DeadlineChange(
            tenant_id=change.tenant_id,
            id=UUID(int=change.id.int + number),
            created_at=change.created_at,
            created_by=change.created_by,
            student_id=change.student_id,
            rule_id=rule_id,
            occurrence=occurrence,
            cause=change.cause,
            cause_event_id=change.cause_event_id,
            from_status=from_status,
            to_status=to_status,
            from_due_on=from_due_on,
            to_due_on=to_due_on,
        )


async def due_page(
    hot: Database, actor: Actor, limit: int, after: tuple[Any, ...] | None, asked: DueFilter
) -> Mapping[str, Any]:
    """One page of the due list, as JSON text. Raises: DUE_PROBLEMS."""
    book = rulebook.load()
    if asked.rule_id is not None:
        require_known("rule", asked.rule_id, book.rule_ids, "query:rule_id")
    if asked.stage is not None:
        require_known("stage", asked.stage, book.stages, "query:stage")
    soon = book.soon_days(actor.home.jurisdiction)
    narrowed = _narrowed(asked, actor.today(), soon)
    return await queries.due_page(hot, actor, soon, limit, after, narrowed)


def _narrowed(asked: DueFilter, today: date, soon_days: int) -> DueFilter:
    """The days in which a state can be, so that only those are looked through."""
    since, until = asked.due_from or FIRST_DAY, asked.due_until or LAST_DAY
    match asked.state:
        case "overdue":
            until = min(until, today - timedelta(days=1))
        case "due_soon":
            since, until = max(since, today), min(until, today + timedelta(days=soon_days))
        case "incomplete":
            until = asked.due_until or today + ASKED_AHEAD
        case "open":
            since = max(since, today + timedelta(days=soon_days + 1))
    return asked.model_copy(update={"due_from": since, "due_until": until})
