"""What the law asks for one student: stored with every change, explained on demand."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import asdict, dataclass
from datetime import date, timedelta
from typing import Any, Self
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from app import audit, clock, outbox
from app.auth import Actor
from app.db import Database
from app.models.deadline import Deadline, DeadlineChange, DeadlineNote
from app.models.fields import FIRST_DAY, LAST_DAY, new_id
from app.models.schemas.deadline import DueFilter
from app.models.schemas.rule import ObligationRead
from app.models.student import Student
from app.services import case, duty_task, rulebook
from app.services.queries import case as case_queries
from app.services.queries import deadline as queries
from app.services.queries.recomputation import Changed
from app.services.rulebook import Book
from app.services.rules import (
    ENDINGS,
    CaseFacts,
    Draft,
    Line,
    Obligation,
    derived,
    evaluate,
    find,
    situation_of,
)
from app.services.rules.days import civil
from app.services.rules.pausing import Counted, tolled_interval

DAYS = (
    "due_on", "due_on_unadjusted", "due_on_rolled", "window_opens_on", "trigger_on", "satisfied_on",
)  # fmt: skip
"""Columns that a draft counts in numbers."""
COMPARED = (
    "status", "due_on", "due_on_unadjusted", "due_on_rolled", "window_opens_on", "trigger_on", "satisfied_on",
    "trigger_event", "trigger_event_id", "tolled_from", "tolled_to", "pauses", "missing", "rule_version", "stage",
    "kind", "actor",
)  # fmt: skip
NOT_YET_DONE = frozenset({"open", "waiting_for_trigger"})
DECEASED = "DECEASED"
PROGRAM_SIDE = frozenset({"la", "sc", "eis", "rc", "agency"})
"""Actors of the rulebook whose duties the program keeps after a child has left."""
Key = tuple[str, str]
"""Rule and occurrence: what a duty of one student is known by, however often its row is rewritten."""


@dataclass(frozen=True, slots=True)
class Cause:
    """Why deadlines are computed anew, for their history."""

    text: str
    event_id: UUID | None = None


@dataclass(frozen=True, slots=True)
class Move:
    """A deadline that came, moved, was met or fell away: null before it came and after it fell away."""

    student_id: UUID
    rule_id: str
    occurrence: str
    from_status: str | None
    to_status: str | None
    from_due_on: date | None
    to_due_on: date | None

    @property
    def key(self) -> Key:
        return (self.rule_id, self.occurrence)

    @classmethod
    def of(
        cls, student_id: UUID, key: Key, row: Deadline | None, now: Mapping[str, Any] | None
    ) -> Self | None:
        """None when neither status nor due date differ."""
        before = (row.status, row.due_on) if row else (None, None)
        after = (now["status"], now["due_on"]) if now else (None, None)
        if before == after:
            return None
        return cls(student_id, *key, before[0], after[0], before[1], after[1])


Owed = dict[Key, tuple[Line, Draft]]


def owed(book: Book, facts: CaseFacts, today: date, rules: Collection[str] | None = None) -> Owed:
    """Duties worth keeping: those that apply, and wait for nothing or for something dated.

    Once a child has left, nobody tells the program what the district still owes.
    After a death nothing is asked of anybody any more.
    """
    situation = situation_of(book, facts, today, explain=False)
    exits = situation.events.get("partc.exited", ())
    has_died = any(e.data.get("reason") == DECEASED for e in exits)
    has_left = not ENDINGS.isdisjoint(situation.events)
    return {
        (line.rule.id, draft.occurrence): (line, draft)
        for line, draft in find(book, situation, rules)
        if _is_kept(draft, not has_died and (line.rule.actor in PROGRAM_SIDE or not has_left))
    }


def _is_kept(draft: Draft, is_ours_to_know: bool) -> bool:
    match draft.status:
        case "not_applicable":
            return False
        case "waiting_for_trigger":
            return is_ours_to_know and draft.due_on is not None
        case "open":
            return is_ours_to_know
        case _:
            return True


def explained(
    book: Book, facts: CaseFacts, today: date, keys: Collection[Key]
) -> dict[Key, Obligation]:
    """These duties in full, each with the sentences that reproduce it."""
    rules = dict.fromkeys(rule_id for rule_id, _ in keys)
    found = evaluate(book, facts, today, rules=rules)
    return {key: o for o in found if (key := (o.rule_id, o.occurrence)) in keys}


def columns_of(book: Book, line: Line, draft: Draft, today: date) -> dict[str, Any]:
    """The row's columns, except its keys."""
    rule = line.rule
    tolled = tolled_interval(draft.pauses, today.toordinal())
    return {
        "rule_version": rule.version,
        "stage": rule.stage,
        "kind": rule.kind,
        "actor": rule.actor,
        "status": draft.status,
        **{name: civil(getattr(draft, name)) for name in DAYS},
        "trigger_event": draft.trigger_event,
        "trigger_event_id": draft.trigger_event_id,
        "tolled_from": civil(tolled[0]),
        "tolled_to": civil(tolled[1]),
        "pauses": [_plain_pause(p) for p in draft.pauses],
        "missing": list(draft.missing),
        "rulebook_sha256": book.sha256,
    }


def _plain_pause(pause: Counted) -> dict[str, Any]:
    """As CountedPause."""
    first, last = civil(pause.first), civil(pause.last)
    return {
        "reason": pause.reason,
        "from_on": first and first.isoformat(),
        "to_on": last and last.isoformat(),
        "days": pause.days,
    }


def rows_owed(
    book: Book,
    facts: CaseFacts,
    today: date,
    notes: Iterable[DeadlineNote],
    rules: Collection[str] | None = None,
) -> dict[Key, dict[str, Any]]:
    """Columns of each deadline worth keeping, after what was said of it. `rules`: only these."""
    by_key = {(n.rule_id, n.occurrence): n for n in notes}
    rows = {
        key: columns_of(book, line, draft, today)
        for key, (line, draft) in owed(book, facts, today, rules).items()
    }
    for key, columns in rows.items():
        columns["status"] = noted_status(columns["status"], by_key.get(key))
    return rows


def noted_status(status: str, note: DeadlineNote | None) -> str:
    """A duty not yet done that was dismissed or waived is owed no more; one that is done stays done."""
    if note is None or status not in NOT_YET_DONE:
        return status
    if note.dismissed_at is not None:
        return "excused"
    return "waived_by_family" if note.waived_on is not None else status


async def recompute(db: AsyncSession, actor: Actor, student: Student, cause: Cause) -> None:
    """Bring the student's deadlines in line with the file, in the caller's transaction.

    Safe to run twice: the same file and rulebook change nothing. What a merged
    file would owe is owed by the one it was merged into.
    """
    await db.flush()  # the change that calls for this must be among the facts
    fresh = {} if student.merged_into_id else await _fresh(db, actor, student)
    stored = await case_queries.deadlines(db, actor, student.id)
    await settle(db, actor, student, fresh, stored, cause)


async def _fresh(
    db: AsyncSession, actor: Actor, student: Student
) -> Mapping[Key, Mapping[str, Any]]:
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
    fresh: Mapping[Key, Mapping[str, Any]],
    stored: Iterable[Deadline],
    cause: Cause,
) -> list[Move]:
    """Make the stored deadlines of a locked file those of `fresh`; returns what moved."""
    rows = {(d.rule_id, d.occurrence): d for d in stored}
    found = moves(student.id, fresh, rows)
    for key in fresh.keys() | rows.keys():
        await _store(db, actor, student, key, rows.get(key), fresh.get(key))
    for move in found:
        remember(db, actor, move, cause)
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


def change(
    changed: Changed,
    tenant_id: UUID,
    student_id: UUID,
    fresh: Mapping[Key, Mapping[str, Any]],
    stored: Iterable[Deadline],
) -> list[Move]:
    """As `settle`, but noted in `changed`, to be stored with the rows of other files.

    A row that only another rulebook would have given alike stays as it is.
    """
    rows = {(d.rule_id, d.occurrence): d for d in stored}
    for key, now in fresh.items():
        row = rows.get(key)
        if row is None:
            keys = {"tenant_id": tenant_id, "id": new_id(), "student_id": student_id}
            changed.new.append({**keys, "rule_id": key[0], "occurrence": key[1], **now})
        elif any(getattr(row, name) != now[name] for name in COMPARED):
            changed.moved.append({"row_id": row.id, **now})
    changed.gone += (row.id for key, row in rows.items() if key not in fresh)
    return moves(student_id, fresh, rows)


def moves(
    student_id: UUID, fresh: Mapping[Key, Mapping[str, Any]], stored: Mapping[Key, Deadline]
) -> list[Move]:
    """What differs between the deadlines a file should have and those it has."""
    keys = sorted(fresh.keys() | stored.keys())
    found = (Move.of(student_id, key, stored.get(key), fresh.get(key)) for key in keys)
    return [move for move in found if move is not None]


async def _store(
    db: AsyncSession,
    actor: Actor,
    student: Student,
    key: Key,
    row: Deadline | None,
    now: Mapping[str, Any] | None,
) -> None:
    if now is None:
        await db.delete(row)
    elif row is None:
        db.add(
            Deadline(
                tenant_id=actor.tenant_id,
                student_id=student.id,
                rule_id=key[0],
                occurrence=key[1],
                **now,
            )
        )
    else:
        for name, value in now.items():
            if getattr(row, name) != value:
                setattr(row, name, value)


def remember(db: AsyncSession, actor: Actor, move: Move, cause: Cause) -> None:
    """Write a move into the history, and tell of a date that changed."""
    db.add(
        DeadlineChange(
            tenant_id=actor.tenant_id,
            cause=cause.text,
            cause_event_id=cause.event_id,
            **asdict(move),
        )
    )
    if move.from_due_on is not None and move.from_due_on != move.to_due_on:
        outbox.tell(
            db,
            actor,
            "deadline.moved",
            student_id=move.student_id,
            rule_id=move.rule_id,
            from_on=move.from_due_on,
            to_on=move.to_due_on,
        )


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
    notes = await queries.notes(db, actor, student_id)
    by_key = {(n.rule_id, n.occurrence): n for n in notes if _is_said_by(n, day, actor)}
    audit.record(db, actor, "read", "deadlines", student_id=student_id)
    return {
        "rulebook": {"version": book.version, "sha256": book.sha256},
        "as_of": day,
        "derived": derived(book, facts),
        "obligations": [
            noted(ObligationRead.model_validate(o), by_key.get(key))
            for key, o in explained(book, facts, day, owed(book, facts, day)).items()
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
    return await queries.history(db, actor, student_id, limit, after)


async def due_page(
    hot: Database, actor: Actor, limit: int, after: tuple[Any, ...] | None, asked: DueFilter
) -> Mapping[str, Any]:
    """One page of the due list, as JSON text."""
    soon = rulebook.load().soon_days(actor.home.jurisdiction)
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
        case "open":
            since = max(since, today + timedelta(days=soon_days + 1))
    return asked.model_copy(update={"due_from": since, "due_until": until})
