"""A sealed name in a sender's words: they stay as they were sent, and are shown to those who may see the name."""

import re
from collections.abc import Iterable, Sequence
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from app.auth import Actor
from app.models.history import RecordChange
from app.models.referral import Referral
from app.models.student import Student, StudentName
from app.services.queries import duplicate as queries
from app.services.queries import referral as referrals
from app.services.search import SEALED

HIDDEN = "[sealed]"
FREE = ("comment", "question", "additions", "contact_attempts")
"""Fields in which anything may be written."""


async def shown(db: AsyncSession, actor: Actor, rows: Sequence[Referral]) -> list[Referral]:
    """The referrals, without the sealed name of a child who has one: its present name stands in its place.

    A copy is shown; what is kept does not change.
    """
    of = [row.student_id for row in rows if row.student_id is not None]
    if SEALED in actor.scopes or not of:
        return list(rows)
    names = [n for n in await queries.names(db, actor, of, sees_sealed=True) if n.is_sealed]
    if not names:
        return list(rows)
    students = {s.id: s for s in await queries.students(db, actor, of)}
    return [
        _without(
            row, students[row.student_id], [n for n in names if n.student_id == row.student_id]
        )
        if row.student_id in students
        else row
        for row in rows
    ]


async def shown_history(
    db: AsyncSession, actor: Actor, rows: Sequence[RecordChange]
) -> list[RecordChange]:
    """What became of one referral, without a sealed name in what was written then."""
    referral_id = rows[0].record_id if rows else None
    referral = await referrals.one(db, actor, referral_id) if referral_id else None
    if SEALED in actor.scopes or referral is None or referral.student_id is None:
        return list(rows)
    of = [referral.student_id]
    names = [n for n in await queries.names(db, actor, of, sees_sealed=True) if n.is_sealed]
    pattern = _sealed((await queries.students(db, actor, of))[0], names)
    if pattern is None:
        return list(rows)
    return [
        RecordChange(
            **row.model_dump(exclude={"comment", "changes"}),
            comment=_hidden(row.comment, pattern),
            changes=_hidden(row.changes, pattern),
        )
        for row in rows
    ]


def _sealed(student: Student, sealed: Iterable[StudentName]) -> re.Pattern[str] | None:
    """Finds the words of the sealed names that are not of the present one."""
    now = {w.casefold() for w in (*_words(student), student.preferred_name or "")}
    words = {w for name in sealed for w in _words(name) if w.casefold() not in now}
    if not words:
        return None
    return re.compile(rf"\b(?:{'|'.join(map(re.escape, sorted(words)))})s?\b", re.IGNORECASE)


def _without(row: Referral, student: Student, sealed: Iterable[StudentName]) -> Referral:
    pattern = _sealed(student, sealed)
    if pattern is None:
        return row
    submitted = _hidden(row.submitted, pattern)
    child = submitted.get("child", {})
    present = {
        k: getattr(student, k) for k in ("first_name", "middle_name", "last_name", "preferred_name")
    }
    return Referral(
        **row.model_dump(exclude={"child_first_name", "child_last_name", "submitted", *FREE}),
        child_first_name=student.first_name,
        child_last_name=student.last_name,
        submitted={
            **submitted,
            "child": {**child, **{k: v for k, v in present.items() if k in child}},
        },
        **{field: _hidden(getattr(row, field), pattern) for field in FREE},
    )


def _words(name: Student | StudentName) -> list[str]:
    """The names, and the parts of those of several words."""
    names = [n for n in (name.first_name, name.middle_name, name.last_name) if n]
    return [*names, *(w for n in names for w in n.split() if len(w) > 1)]


def _hidden(value: Any, pattern: re.Pattern[str]) -> Any:
    """Any text of it, however deep, with the words left out."""
    match value:
        case str():
            return pattern.sub(HIDDEN, value)
        case list():
            return [_hidden(v, pattern) for v in value]
        case dict():
            return {k: _hidden(v, pattern) for k, v in value.items()}
        case _:
            return value
