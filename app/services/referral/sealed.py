"""A sealed name in a sender's words: they stay as they were sent, and are shown to those who may see the name."""

import re
from collections.abc import Iterable, Sequence
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from app.auth import Actor
from app.models.referral import Referral
from app.models.student import Student, StudentName
from app.services.queries import duplicate as queries
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


def _without(row: Referral, student: Student, sealed: Iterable[StudentName]) -> Referral:
    now = {w.casefold() for w in (*_words(student), student.preferred_name or "")}
    words = {w for name in sealed for w in _words(name) if w.casefold() not in now}
    if not words:
        return row
    pattern = re.compile(rf"\b(?:{'|'.join(map(re.escape, sorted(words)))})s?\b", re.IGNORECASE)
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
