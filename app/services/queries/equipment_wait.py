"""How long equipment waits, and where."""

from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Select, Text, and_, cast, func, literal, or_, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from app.auth import Actor
from app.models.equipment import EquipmentRequest, EquipmentStage
from app.models.funding import EquipmentFunder
from app.models.words.equipment import ENDED, EquipmentState
from app.services.queries.record import on_caseload

WITH_FUNDER = [EquipmentState.SUBMITTED, EquipmentState.INFO_REQUESTED, EquipmentState.APPEALED]
NO_WAIT = [EquipmentState.IN_USE, *ENDED]
LONGEST = 10


@dataclass(frozen=True, slots=True)
class Wait:
    key: str
    title: str
    count: int
    waiting: int
    median_days: int
    p90_days: int


def _figures(days: Any, is_open: Any) -> tuple[Any, ...]:
    return (
        func.count(),
        func.count().filter(is_open),
        func.percentile_disc(0.5).within_group(days),
        func.percentile_disc(0.9).within_group(days),
    )


def _stays(actor: Actor, me: UUID, from_on: date, to_on: date) -> ColumnElement[bool]:
    """Stays in a stage that ended in the period, or go on."""
    return and_(
        col(EquipmentStage.tenant_id) == actor.tenant_id,
        on_caseload(actor, me, EquipmentStage.student_id),
        col(EquipmentStage.from_on) <= to_on,
        or_(col(EquipmentStage.to_on).is_(None), col(EquipmentStage.to_on).between(from_on, to_on)),
        col(EquipmentStage.state).not_in([s.value for s in NO_WAIT]),
    )


def _days(to_on: date) -> Any:
    return func.coalesce(col(EquipmentStage.to_on), literal(to_on)) - col(EquipmentStage.from_on)


async def by_stage(
    db: AsyncSession, actor: Actor, me: UUID, from_on: date, to_on: date
) -> list[Wait]:
    state = col(EquipmentStage.state)
    query = (
        select(state, state, *_figures(_days(to_on), col(EquipmentStage.to_on).is_(None)))
        .where(_stays(actor, me, from_on, to_on))
        .group_by(state)
    )
    return [Wait(*row) for row in await db.execute(query)]


async def by_funder(
    db: AsyncSession, actor: Actor, me: UUID, from_on: date, to_on: date
) -> list[Wait]:
    funder = col(EquipmentStage.funder_id)
    figures = _figures(_days(to_on), col(EquipmentStage.to_on).is_(None))
    query = (
        select(cast(funder, Text), col(EquipmentFunder.name), *figures)
        .join(
            EquipmentFunder,
            (col(EquipmentFunder.tenant_id) == col(EquipmentStage.tenant_id))
            & (col(EquipmentFunder.id) == funder),
        )
        .where(
            _stays(actor, me, from_on, to_on),
            col(EquipmentStage.state).in_([s.value for s in WITH_FUNDER]),
        )
        .group_by(funder, col(EquipmentFunder.name))
        .order_by(col(EquipmentFunder.name), funder)
    )
    return [Wait(*row) for row in await db.execute(query)]


async def by_kind(
    db: AsyncSession, actor: Actor, me: UUID, from_on: date, to_on: date
) -> list[Wait]:
    kind = col(EquipmentRequest.kind)
    over = func.coalesce(col(EquipmentRequest.in_use_on), col(EquipmentRequest.ended_on))
    days = func.coalesce(over, literal(to_on)) - col(EquipmentRequest.identified_on)
    query = (
        select(kind, kind, *_figures(days, over.is_(None)))
        .where(
            col(EquipmentRequest.tenant_id) == actor.tenant_id,
            on_caseload(actor, me, EquipmentRequest.student_id),
            col(EquipmentRequest.identified_on) <= to_on,
            or_(over.is_(None), over.between(from_on, to_on)),
        )
        .group_by(kind)
        .order_by(kind)
    )
    return [Wait(*row) for row in await db.execute(query)]


async def longest(db: AsyncSession, actor: Actor, me: UUID, today: date) -> list[Any]:
    """The ten stays that go on longest."""
    stage = EquipmentStage
    query: Select[*tuple[Any, ...]] = (
        select(
            col(stage.request_id), col(stage.student_id), col(stage.kind), col(stage.state),
            col(stage.from_on).label("since"), (literal(today) - col(stage.from_on)).label("days"),
        )
        .where(
            col(stage.tenant_id) == actor.tenant_id,
            on_caseload(actor, me, stage.student_id),
            col(stage.to_on).is_(None),
            col(stage.state) != EquipmentState.IN_USE.value,
        )
        .order_by(col(stage.from_on), col(stage.id))
        .limit(LONGEST)
    )  # fmt: skip
    return list(await db.execute(query))
