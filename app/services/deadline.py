"""What the law asks for one student: stored with every change, explained on demand."""

from collections.abc import Mapping
from dataclasses import dataclass, fields
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from app import audit, outbox
from app.auth import Actor
from app.db import Database
from app.models.deadline import Deadline, DeadlineChange
from app.models.schemas.rule import ObligationRead
from app.models.student import Student
from app.services import case, rulebook
from app.services.queries import case as case_queries
from app.services.queries import deadline as queries
from app.services.rulebook import Book
from app.services.rules import CaseFacts, Obligation, derived, evaluate

STORED = (
    "rule_version", "stage", "kind", "actor", "status", "due_on", "due_on_unadjusted", "due_on_rolled",
    "window_opens_on", "trigger_event", "trigger_event_id", "trigger_on", "satisfied_on", "tolled_from", "tolled_to",
)  # fmt: skip
Key = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Cause:
    """Why deadlines are computed anew, for their history."""

    text: str
    event_id: UUID | None = None


def owed(book: Book, facts: CaseFacts, today: date) -> dict[Key, Obligation]:
    """Obligations worth keeping: those that apply, and wait for nothing or for something dated."""
    found = evaluate(book, facts, today, explain=False)
    return {(o.rule_id, o.occurrence): o for o in found if is_kept(o)}


def is_kept(obligation: Obligation) -> bool:
    if obligation.status == "not_applicable":
        return False
    return obligation.status != "waiting_for_trigger" or obligation.due_on is not None


def columns_of(obligation: Obligation, book: Book) -> dict[str, Any]:
    """The row's columns, except its keys."""
    return {
        **{name: getattr(obligation, name) for name in STORED},
        "pauses": [_plain_pause(p) for p in obligation.pauses],
        "missing": list(obligation.missing),
        "rulebook_sha256": book.sha256,
    }


def _plain_pause(pause: Any) -> dict[str, Any]:
    plain = {f.name: getattr(pause, f.name) for f in fields(pause)}
    return {k: v.isoformat() if isinstance(v, date) else v for k, v in plain.items()}


async def recompute(db: AsyncSession, actor: Actor, student: Student, cause: Cause) -> None:
    """Bring the student's deadlines in line with the file, in the caller's transaction.

    Safe to run twice: the same file and rulebook change nothing.
    """
    await db.flush()  # the change that calls for this must be among the facts
    book = rulebook.load()
    fresh = owed(book, await case.facts_of(db, actor, student), actor.today())
    stored = {
        (d.rule_id, d.occurrence): d for d in await case_queries.deadlines(db, actor, student.id)
    }
    for key in fresh.keys() | stored.keys():
        await _settle(db, actor, student, key, stored.get(key), fresh.get(key), cause)


async def _settle(
    db: AsyncSession,
    actor: Actor,
    student: Student,
    key: Key,
    row: Deadline | None,
    now: Obligation | None,
    cause: Cause,
) -> None:
    before = (row.status, row.due_on) if row else (None, None)
    after = (now.status, now.due_on) if now else (None, None)
    if now is None:
        assert row is not None  # noqa: S101 - a key comes from one side or the other
        await db.delete(row)
    elif row is None:
        db.add(
            Deadline(
                tenant_id=actor.tenant_id,
                student_id=student.id,
                rule_id=key[0],
                occurrence=key[1],
                **columns_of(now, rulebook.load()),
            )
        )
    else:
        for name, value in columns_of(now, rulebook.load()).items():
            if getattr(row, name) != value:
                setattr(row, name, value)
    if before != after:
        _remember(db, actor, student, key, before, after, cause)


def _remember(
    db: AsyncSession,
    actor: Actor,
    student: Student,
    key: Key,
    before: tuple[str | None, date | None],
    after: tuple[str | None, date | None],
    cause: Cause,
) -> None:
    db.add(
        DeadlineChange(
            tenant_id=actor.tenant_id,
            student_id=student.id,
            rule_id=key[0],
            occurrence=key[1],
            cause=cause.text,
            cause_event_id=cause.event_id,
            from_status=before[0],
            to_status=after[0],
            from_due_on=before[1],
            to_due_on=after[1],
        )
    )
    if before[1] is not None and before[1] != after[1]:
        outbox.tell(
            db,
            actor,
            "deadline.moved",
            student_id=student.id,
            rule_id=key[0],
            from_on=before[1],
            to_on=after[1],
        )


async def explain(
    db: AsyncSession, actor: Actor, student_id: UUID, as_of: date | None
) -> dict[str, Any]:
    """Evaluate the file as of a day (today when None), with explanations.

    Events after that day are left out, so the answer is what was owed then.
    Raises: StudentNotFound, NotOnCaseload.
    """
    student = await case.open_file(db, actor, student_id)
    facts = await case.facts_of(db, actor, student, as_of)
    day = as_of or actor.today()
    book = rulebook.load()
    audit.record(db, actor, "read", "deadlines", student_id=student_id)
    return {
        "rulebook": {"version": book.version, "sha256": book.sha256},
        "as_of": day,
        "derived": derived(book, facts),
        "obligations": [
            ObligationRead.model_validate(o, from_attributes=True)
            for o in evaluate(book, facts, day)
            if is_kept(o)
        ],
    }


async def history(
    db: AsyncSession, actor: Actor, student_id: UUID, limit: int, after: tuple[Any, ...] | None
) -> list[DeadlineChange]:
    """Newest first; one more than `limit` when there is more. Raises: StudentNotFound, NotOnCaseload."""
    await case.open_file(db, actor, student_id)
    audit.record(db, actor, "read", "deadline-history", student_id=student_id)
    return await queries.history(db, actor, student_id, limit, after)


async def due_page(
    hot: Database,
    actor: Actor,
    *,
    limit: int,
    after: tuple[Any, ...] | None,
    due_from: date | None,
    due_until: date | None,
    rule_id: str | None,
    principal_id: UUID | None,
) -> Mapping[str, Any]:
    """One page of the due list, as JSON text."""
    soon = rulebook.load().soon_days(actor.home.jurisdiction)
    return await queries.due_page(
        hot, actor, soon, limit, after, due_from, due_until, rule_id, principal_id
    )
