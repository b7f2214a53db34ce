"""Students who may be one child, and what was decided of them."""

import json
from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import literal, or_, select, text
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from app.auth import Actor
from app.models.fields import MOST_ON_FILE
from app.models.student import Student, StudentLink, StudentName
from app.models.words.student import LinkState
from app.services.queries.record import page

MOST_LOOKALIKES = 100
"""Of each kind of likeness."""

LOOKALIKES = text(
    """select student_id, has_phone, has_place, has_identifier
         from eb.lookalikes(cast(:names as jsonb), :born_on, cast(:phones as text[]), cast(:place as jsonb),
                            cast(:identifiers as text[]), :sees_sealed, :most)"""
)


class Shared(NamedTuple):
    """What a candidate has in common with the child besides names and birth date."""

    phone: bool
    place: bool
    identifier: bool


async def lookalikes(
    db: AsyncSession,
    actor: Actor,
    names: Iterable[tuple[str, str, str]],
    born_on: date,
    phones: Sequence[str],
    address: dict[str, object] | None,
    identifiers: Sequence[str],
    *,
    sees_sealed: bool,
) -> dict[UUID, Shared]:
    """Candidates in the caller's own organisation, whose tenant the function reads with."""
    said = [{"first": first, "last": last} for first, last, _ in names]
    rows = await db.execute(
        LOOKALIKES,
        {
            "names": json.dumps(said), "born_on": born_on, "phones": list(phones),
            "place": json.dumps(address) if address else None, "identifiers": list(identifiers),
            "sees_sealed": sees_sealed, "most": MOST_LOOKALIKES,
        },
    )  # fmt: skip
    return {row[0]: Shared(*row[1:]) for row in rows}


async def students(db: AsyncSession, actor: Actor, ids: list[UUID]) -> list[Student]:
    query = select(Student).where(
        col(Student.tenant_id) == actor.tenant_id, col(Student.id).in_(ids)
    )
    return list(await db.scalars(query))


async def names(
    db: AsyncSession, actor: Actor, ids: list[UUID], *, sees_sealed: bool
) -> list[StudentName]:
    """Other names of these students."""
    query = select(StudentName).where(
        col(StudentName.tenant_id) == actor.tenant_id,
        col(StudentName.student_id).in_(ids),
        col(StudentName.entered_in_error).is_(False),
        or_(col(StudentName.is_sealed).is_(False), literal(sees_sealed)),
    )
    return list(await db.scalars(query.order_by(col(StudentName.id))))


async def decided(db: AsyncSession, actor: Actor, student_id: UUID) -> set[UUID]:
    """The others of whom a person has said whether they are this child, and has not taken it back."""
    rows = await links(db, actor, student_id)
    return {
        link.other_id if link.student_id == student_id else link.student_id
        for link in rows
        if link.state != LinkState.SPLIT
    }


async def links(
    db: AsyncSession,
    actor: Actor,
    student_id: UUID,
    limit: int = MOST_ON_FILE,
    after: tuple[Any, ...] | None = None,
) -> list[StudentLink]:
    """Of this file, whichever of the two it is."""
    query = select(StudentLink).where(
        col(StudentLink.tenant_id) == actor.tenant_id,
        or_(col(StudentLink.student_id) == student_id, col(StudentLink.other_id) == student_id),
    )
    return await page(db, query, (col(StudentLink.id),), limit, after)


async def merged_into(db: AsyncSession, actor: Actor, student_id: UUID) -> list[Student]:
    """The files that are read through this one."""
    merged = [
        link.other_id
        for link in await links(db, actor, student_id)
        if link.student_id == student_id and link.state == LinkState.MERGED
    ]
    return sorted(await students(db, actor, merged), key=lambda s: s.id)
