"""Entered in error: a record that should never have been there stays on file, marked, and counts no longer.

One reasoned step for every kind that has no states of its own; those that have take it as one of their steps. What
is marked stays as it was: it is neither changed nor marked again. What the record told the file is marked with it, and the deadlines follow; nobody marks that alone while the record stands.
"""

from collections.abc import Mapping
from typing import Any, TypeVar
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from app import outbox
from app.auth import Actor
from app.errors import Problem
from app.models.base import Correctable, Record
from app.models.schemas.record import Correction
from app.services import case, event, record

R = TypeVar("R", bound=Correctable)
ACT = "mark_entered_in_error"


class InErrorAlready(Problem):
    status, code, title = 409, "in-error-already", "This is marked as entered in error already"
    detail = "It stays on file as it was; record anew what is true."


class StillReliedOn(Problem):
    status, code, title = 409, "still-relied-on", "Another record rests on this one"
    detail = "Correct that one first."


MARK_PROBLEMS = (
    *case.OPEN_PROBLEMS, InErrorAlready, StillReliedOn, event.DatesOutOfOrder, event.NoConsentYet, case.FileFull,
)  # fmt: skip


def stands(row: Record) -> str | None:
    """What a change needs: that the record is not marked."""
    return "It is marked as entered in error." if record.is_in_error(row) else None


async def open_standing(
    db: AsyncSession,
    actor: Actor,
    kind: record.Kind[R],
    student_id: UUID,
    record_id: UUID,
    if_match: str,
) -> R:
    """Lock one that is not marked, to change or to mark it. Raises: kind.missing, OPEN_PROBLEMS, InErrorAlready, VersionStale."""
    row = await record.open_for_change(db, actor, kind, record_id, if_match, student_id)
    if stands(row) is not None:
        raise InErrorAlready
    return row


async def mark(
    db: AsyncSession,
    actor: Actor,
    kind: record.Kind[R],
    row: R,
    body: Correction,
    changes: Mapping[str, Any] | None = None,
) -> R:
    """Mark an opened record and what it told the file. Raises: MARK_PROBLEMS."""
    student_id = record.student_of(row)
    assert student_id is not None  # noqa: S101 - each of these kinds is of a child
    student = await case.open_for_change(db, actor, student_id)
    marked = {"entered_in_error": True, **(changes or {})}
    record.change(db, actor, kind, row, marked, act=ACT, comment=body.reason)
    await db.flush()  # what follows reads it back
    await event.retract_with(db, actor, student, row, body.reason)
    outbox.tell(db, actor, f"{kind.name}.entered-in-error", student_id=student_id, record_id=row.id)
    return row
