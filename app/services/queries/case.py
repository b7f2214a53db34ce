"""Everything of one student's case that the rules reckon with."""

from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from app.auth import Actor
from app.models.deadline import CaseEvent, CasePause, Deadline
from app.models.fields import MOST_ON_FILE
from app.models.organisation import Holiday, SchoolCalendar
from app.models.student import Student
from app.services.queries.record import of_child, page


async def visibility(db: AsyncSession, actor: Actor, student_id: UUID) -> str:
    """`yes`, `not_on_caseload`, or `missing`, which another tenant's student also is."""
    return str(await db.scalar(select(func.eb.visibility(student_id, actor.sees_program))))


async def merged_into(db: AsyncSession, actor: Actor, student_id: UUID) -> UUID | None:
    """The file through which this one is read, if it was merged."""
    query = select(col(Student.merged_into_id)).where(
        col(Student.tenant_id) == actor.tenant_id, col(Student.id) == student_id
    )
    found: UUID | None = await db.scalar(query)
    return found


async def student(
    db: AsyncSession, actor: Actor, student_id: UUID, *, lock: bool = False
) -> Student | None:
    """`lock` makes changes of one file follow one another."""
    query = select(Student).where(
        col(Student.tenant_id) == actor.tenant_id, col(Student.id) == student_id
    )
    return await db.scalar(query.with_for_update() if lock else query)


def _of(column: Any, student_id: UUID, *, with_merged: bool) -> ColumnElement[bool]:
    """Rows of the file, or also of those merged into it."""
    return of_child(column, student_id) if with_merged else col(column) == student_id


async def events(
    db: AsyncSession, actor: Actor, student_id: UUID, *, with_merged: bool = False
) -> list[CaseEvent]:
    """All events, also those entered in error, in the order of their days."""
    of = _of(CaseEvent.student_id, student_id, with_merged=with_merged)
    query = (
        select(CaseEvent)
        .where(col(CaseEvent.tenant_id) == actor.tenant_id, of)
        .order_by(col(CaseEvent.on_date), col(CaseEvent.id))
    )
    return list(await db.scalars(query))


async def events_page(
    db: AsyncSession, actor: Actor, student_id: UUID, limit: int, after: tuple[Any, ...] | None
) -> list[CaseEvent]:
    """Those of the child, of merged files too, by day."""
    query = select(CaseEvent).where(
        col(CaseEvent.tenant_id) == actor.tenant_id,
        _of(CaseEvent.student_id, student_id, with_merged=True),
    )
    return await page(db, query, (col(CaseEvent.on_date), col(CaseEvent.id)), limit, after)


async def pauses(
    db: AsyncSession,
    actor: Actor,
    student_id: UUID,
    limit: int = MOST_ON_FILE,
    after: tuple[Any, ...] | None = None,
    *,
    with_merged: bool = False,
) -> list[CasePause]:
    of = _of(CasePause.student_id, student_id, with_merged=with_merged)
    query = select(CasePause).where(col(CasePause.tenant_id) == actor.tenant_id, of)
    return await page(db, query, (col(CasePause.from_on), col(CasePause.id)), limit, after)


async def holidays(db: AsyncSession, actor: Actor) -> list[Holiday]:
    return list(await db.scalars(select(Holiday).where(col(Holiday.tenant_id) == actor.tenant_id)))


async def school_years(
    db: AsyncSession, actor: Actor, district_id: UUID | None
) -> list[SchoolCalendar]:
    if district_id is None:
        return []
    query = (
        select(SchoolCalendar)
        .where(
            col(SchoolCalendar.tenant_id) == actor.tenant_id,
            col(SchoolCalendar.district_id) == district_id,
        )
        .order_by(col(SchoolCalendar.starts_on))
    )
    return list(await db.scalars(query))


async def deadlines(db: AsyncSession, actor: Actor, student_id: UUID) -> list[Deadline]:
    query = select(Deadline).where(
        col(Deadline.tenant_id) == actor.tenant_id, col(Deadline.student_id) == student_id
    )
    return list(await db.scalars(query))
