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
    """Stays in a stage that ended in the period, or went on at its end."""
    return and_(
        col(EquipmentStage.tenant_id) == actor.tenant_id,
        on_caseload(actor, me, EquipmentStage.student_id),
        col(EquipmentStage.from_on) <= to_on,
        or_(col(EquipmentStage.to_on).is_(None), col(EquipmentStage.to_on) >= from_on),
        col(EquipmentStage.state).not_in([s.value for s in NO_WAIT]),
    )


def _goes_on(ended_on: Any, to_on: date) -> ColumnElement[bool]:
    """It had not ended by the end of the period, whatever came later."""
    return or_(ended_on.is_(None), ended_on > to_on)


def _days(from_on: Any, ended_on: Any, to_on: date) -> Any:
    """Within the period's end; `least` passes over what is null."""
    return func.least(ended_on, literal(to_on)) - from_on


def _of_stays(to_on: date) -> tuple[Any, ...]:
    ended_on = col(EquipmentStage.to_on)
    days = _days(col(EquipmentStage.from_on), ended_on, to_on)
    return _figures(days, _goes_on(ended_on, to_on))


async def by_stage(
    db: AsyncSession, actor: Actor, me: UUID, from_on: date, to_on: date
) -> list[Wait]:
    state = col(EquipmentStage.state)
    query = (
        select(state, state, *_of_stays(to_on))
        .where(_stays(actor, me, from_on, to_on))
        .group_by(state)
    )
    return [Wait(*row) for row in await db.execute(query)]


async def by_funder(
    db: AsyncSession, actor: Actor, me: UUID, from_on: date, to_on: date
) -> list[Wait]:
    funder = col(EquipmentStage.funder_id)
    query = (
        select(cast(funder, Text), col(EquipmentFunder.name), *_of_stays(to_on))
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
    """From the need to use. What ended without use was no wait that was over: it counts until then only."""
    kind, used_on = col(EquipmentRequest.kind), col(EquipmentRequest.in_use_on)
    over = func.coalesce(used_on, col(EquipmentRequest.ended_on))
    goes_on = _goes_on(over, to_on)
    days = _days(col(EquipmentRequest.identified_on), over, to_on)
    query = (
        select(kind, kind, *_figures(days, goes_on))
        .where(
            col(EquipmentRequest.tenant_id) == actor.tenant_id,
            on_caseload(actor, me, EquipmentRequest.student_id),
            col(EquipmentRequest.identified_on) <= to_on,
            or_(goes_on, used_on.between(from_on, to_on)),
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
