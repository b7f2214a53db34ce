"""The files of a program at once, as the indicators read them."""

from collections.abc import Sequence
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Row, Text, cast, func, select, true
from sqlalchemy.dialects.postgresql import aggregate_order_by
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from app.auth import Actor
from app.models.deadline import CaseEvent, CasePause, DeadlineNote
from app.models.organisation import Organisation, SchoolCalendar
from app.models.student import Enrolment, Student

PORTION = 500
"""Files fetched at once: other requests have their turn in between."""
EVENT = [col(CaseEvent.on_date), col(CaseEvent.id), col(CaseEvent.type), col(CaseEvent.data)]
PAUSE = [col(CasePause.from_on), col(CasePause.id), col(CasePause.to_on), col(CasePause.reason)]
NOTE = [
    col(DeadlineNote.rule_id), col(DeadlineNote.occurrence), col(DeadlineNote.cause),
    col(DeadlineNote.dismissed_at), col(DeadlineNote.waived_on),
]  # fmt: skip
ENROLMENT = [col(Enrolment.referred_on), col(Enrolment.id)]


async def files(
    db: AsyncSession, actor: Actor, born_from: date, born_until: date, district_id: UUID | None
) -> Sequence[Row[Any]]:
    """Students born between two days, both inside, by id; of one district, or of all for None.

    `events`, `pauses`, `enrolments` and `notes` are texts of JSON arrays, in the order of their days,
    made by PostgreSQL so that reading them is left to a thread; what was entered in error is left out.
    """
    query = (
        select(
            col(Student.id),
            col(Student.born_on),
            col(Student.district_id),
            col(Student.jurisdiction),
            col(Student.facts),
            _listed(actor, CaseEvent, EVENT, col(CaseEvent.entered_in_error).is_(False)).label(
                "events"
            ),
            _listed(actor, CasePause, PAUSE, col(CasePause.entered_in_error).is_(False)).label(
                "pauses"
            ),
            _listed(actor, Enrolment, ENROLMENT, true()).label("enrolments"),
            _listed(actor, DeadlineNote, NOTE, true()).label("notes"),
        )
        .where(
            col(Student.tenant_id) == actor.tenant_id,
            col(Student.born_on).between(born_from, born_until),
            col(Student.merged_into_id).is_(None),
        )
        .order_by(col(Student.id))
    )
    if district_id is not None:
        query = query.where(col(Student.district_id) == district_id)
    result = await db.stream(query.execution_options(yield_per=PORTION))
    return [row async for rows in result.partitions() for row in rows]


def _listed(
    actor: Actor,
    table: type[CaseEvent | CasePause | DeadlineNote | Enrolment],
    columns: list[Any],
    counts: ColumnElement[bool],
) -> ColumnElement[str]:
    """JSON text of a student's rows that count, each an array of its columns, by the first two."""
    row = func.json_build_array(*columns)
    rows = func.json_agg(aggregate_order_by(row, *columns[:2]))
    query = select(cast(rows, Text)).where(
        col(table.tenant_id) == actor.tenant_id, col(table.student_id) == col(Student.id), counts
    )
    return func.coalesce(query.scalar_subquery(), "[]")


async def school_years(db: AsyncSession, actor: Actor) -> list[SchoolCalendar]:
    """Of every district, in order."""
    query = (
        select(SchoolCalendar)
        .where(col(SchoolCalendar.tenant_id) == actor.tenant_id)
        .order_by(col(SchoolCalendar.district_id), col(SchoolCalendar.starts_on))
    )
    return list(await db.scalars(query))


async def organisation_name(db: AsyncSession, organisation_id: UUID) -> str | None:
    return await db.scalar(
        select(col(Organisation.name)).where(col(Organisation.id) == organisation_id)
    )
