"""Equipment requests and what belongs to them."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any, TypeVar
from uuid import UUID

from sqlalchemy import Select, or_, select, true, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from app.auth import Actor
from app.models.equipment import (
    EquipmentItem,
    EquipmentLetter,
    EquipmentMeasurement,
    EquipmentPhoto,
    EquipmentRequest,
    EquipmentStage,
    EquipmentTrial,
)
from app.models.fields import MOST_ON_FILE
from app.models.funding import (
    EquipmentFunder,
    EquipmentOrder,
    EquipmentPolicy,
    EquipmentSubmission,
    EquipmentTraining,
    EquipmentVendor,
)
from app.models.words.equipment import DONE_WITH, EquipmentState, FunderKind, LetterState
from app.services.queries import record
from app.services.queries.record import on_caseload

Part = TypeVar(
    "Part",
    EquipmentItem,
    EquipmentTrial,
    EquipmentMeasurement,
    EquipmentPhoto,
    EquipmentLetter,
    EquipmentSubmission,
    EquipmentOrder,
    EquipmentTraining,
    EquipmentStage,
)


async def parts(
    db: AsyncSession,
    actor: Actor,
    table: type[Part],
    request_id: UUID,
    limit: int = MOST_ON_FILE,
    after: tuple[Any, ...] | None = None,
) -> list[Part]:
    """What belongs to a request, oldest first; bounded where it is written."""
    query = select(table).where(
        col(table.tenant_id) == actor.tenant_id, col(table.request_id) == request_id
    )
    return await record.page(db, query, (col(table.id),), limit, after)


async def parts_of(
    db: AsyncSession,
    actor: Actor,
    table: type[Part],
    request_ids: Sequence[UUID],
    limit: int = MOST_ON_FILE,
    after: tuple[Any, ...] | None = None,
) -> list[Part]:
    """What belongs to several requests, oldest first."""
    query = select(table).where(
        col(table.tenant_id) == actor.tenant_id, col(table.request_id).in_(request_ids)
    )
    return await record.page(db, query, (col(table.id),), limit, after)


async def letters(
    db: AsyncSession,
    actor: Actor,
    request_id: UUID,
    line: Sequence[UUID],
    limit: int = MOST_ON_FILE,
    after: tuple[Any, ...] | None = None,
) -> list[EquipmentLetter]:
    """The request's own, and those signed in what it carries on; oldest first."""
    query = select(EquipmentLetter).where(
        col(EquipmentLetter.tenant_id) == actor.tenant_id,
        col(EquipmentLetter.request_id).in_(line),
        or_(
            col(EquipmentLetter.request_id) == request_id,
            col(EquipmentLetter.state) == LetterState.SIGNED.value,
        ),
    )
    return await record.page(db, query, (col(EquipmentLetter.id),), limit, after)


async def carried_on_in(db: AsyncSession, actor: Actor, request_id: UUID) -> list[UUID]:
    """Requests that carry on what was denied of this one, oldest first."""
    query = (
        select(col(EquipmentRequest.id))
        .where(
            col(EquipmentRequest.tenant_id) == actor.tenant_id,
            col(EquipmentRequest.carries_on_id) == request_id,
        )
        .order_by(col(EquipmentRequest.id))
        .limit(MOST_ON_FILE)
    )
    return list(await db.scalars(query))


async def page(
    db: AsyncSession,
    actor: Actor,
    me: UUID,
    filters: Mapping[str, Any],
    limit: int,
    after: tuple[Any, ...] | None,
) -> list[EquipmentRequest]:
    """Requests, the longest known first; `filters` name columns."""
    query = _visible(actor, me)
    for name, value in filters.items():
        column = getattr(EquipmentRequest, name)
        if name == "student_id":
            query = query.where(await record.of_one_child(db, column, value))
        else:
            query = query.where(column == value)
    keys = (col(EquipmentRequest.identified_on), col(EquipmentRequest.id))
    return await record.page(db, query, keys, limit, after)


async def waiting_page(
    db: AsyncSession,
    actor: Actor,
    me: UUID,
    state: EquipmentState,
    limit: int,
    after: tuple[Any, ...] | None,
) -> list[EquipmentRequest]:
    """Requests in one stage, the longest in it first."""
    query = _visible(actor, me).where(col(EquipmentRequest.state) == state.value)
    keys = (col(EquipmentRequest.stage_on), col(EquipmentRequest.id))
    return await record.page(db, query, keys, limit, after)


async def due_page(
    db: AsyncSession, actor: Actor, me: UUID, until: date, limit: int, after: tuple[Any, ...] | None
) -> list[EquipmentRequest]:
    """Requests with a day by which somebody must act, until a day, the first first."""
    query = _visible(actor, me).where(col(EquipmentRequest.next_on) <= until)
    keys = (col(EquipmentRequest.next_on), col(EquipmentRequest.id))
    return await record.page(db, query, keys, limit, after)


async def late_page(
    db: AsyncSession, actor: Actor, me: UUID, limit: int, after: tuple[Any, ...] | None
) -> list[EquipmentRequest]:
    """Requests whose stage lasts longer than the program allows, the latest first."""
    query = _visible(actor, me).where(col(EquipmentRequest.alert_on) <= actor.today())
    keys = (col(EquipmentRequest.alert_on), col(EquipmentRequest.id))
    return await record.page(db, query, keys, limit, after)


def _visible(actor: Actor, me: UUID) -> Select[EquipmentRequest]:
    query: Select[EquipmentRequest] = select(EquipmentRequest).where(
        col(EquipmentRequest.tenant_id) == actor.tenant_id,
        on_caseload(actor, me, EquipmentRequest.student_id),
    )
    return query


async def open_stage(db: AsyncSession, actor: Actor, request_id: UUID) -> EquipmentStage | None:
    return await db.scalar(
        select(EquipmentStage).where(
            col(EquipmentStage.tenant_id) == actor.tenant_id,
            col(EquipmentStage.request_id) == request_id,
            col(EquipmentStage.to_on).is_(None),
        )
    )


async def policy(db: AsyncSession, actor: Actor, *, lock: bool = False) -> EquipmentPolicy | None:
    query = select(EquipmentPolicy).where(col(EquipmentPolicy.tenant_id) == actor.tenant_id)
    if lock:
        query = query.with_for_update().execution_options(populate_existing=True)
    return await db.scalar(query)


async def ensure_policy(db: AsyncSession, actor: Actor) -> None:
    """The first to change it makes the row, as version 0; a twin waits, then finds it there."""
    row = EquipmentPolicy(tenant_id=actor.tenant_id, version=0)
    values = {"tenant_id": row.tenant_id, "id": row.id, "version": 0}
    await db.execute(
        insert(EquipmentPolicy).values(values).on_conflict_do_nothing(index_elements=["tenant_id"])
    )


async def set_alerts(
    db: AsyncSession, actor: Actor, stage_days: Mapping[EquipmentState, int]
) -> None:
    """Measure every waiting request by other days. No version rises: nothing of the request changed."""
    await db.flush()
    for state in EquipmentState:
        days = stage_days.get(state)
        on = None if days is None else col(EquipmentRequest.stage_on) + (days + 1)
        await db.execute(
            update(EquipmentRequest)
            .where(
                col(EquipmentRequest.tenant_id) == actor.tenant_id,
                col(EquipmentRequest.state) == state.value,
            )
            .values(alert_on=on)
            .execution_options(synchronize_session=False)
        )


async def funders(
    db: AsyncSession,
    actor: Actor,
    limit: int = MOST_ON_FILE,
    after: tuple[Any, ...] | None = None,
    *,
    only_active: bool,
) -> list[EquipmentFunder]:
    """In payer order: by rank, Part C last."""
    query = select(EquipmentFunder).where(
        col(EquipmentFunder.tenant_id) == actor.tenant_id,
        col(EquipmentFunder.is_active) if only_active else true(),
    )
    comes_last = col(EquipmentFunder.kind) == FunderKind.PART_C.value
    keys = (comes_last, col(EquipmentFunder.rank), col(EquipmentFunder.id))
    return await record.page(db, query, keys, limit, after)


async def vendors(
    db: AsyncSession, actor: Actor, limit: int, after: tuple[Any, ...] | None
) -> list[EquipmentVendor]:
    """By name; one more than `limit` when there is more."""
    query = select(EquipmentVendor).where(col(EquipmentVendor.tenant_id) == actor.tenant_id)
    keys = (col(EquipmentVendor.name), col(EquipmentVendor.id))
    return await record.page(db, query, keys, limit, after)


async def growth_of(
    db: AsyncSession, actor: Actor, student_id: UUID, part: str
) -> list[EquipmentMeasurement]:
    """A part's measurements, oldest first."""
    query = (
        select(EquipmentMeasurement)
        .where(
            col(EquipmentMeasurement.tenant_id) == actor.tenant_id,
            record.of_child(EquipmentMeasurement.student_id, student_id),
            col(EquipmentMeasurement.part) == part,
            col(EquipmentMeasurement.entered_in_error).is_(False),
        )
        .order_by(col(EquipmentMeasurement.taken_on), col(EquipmentMeasurement.id))
        .limit(MOST_ON_FILE)
    )
    return list(await db.scalars(query))


async def fitted_to(
    db: AsyncSession, actor: Actor, student_id: UUID, part: str
) -> list[EquipmentItem]:
    """Items of a child, not done with, whose fit depends on one measure."""
    done = select(col(EquipmentRequest.id)).where(
        col(EquipmentRequest.tenant_id) == actor.tenant_id,
        record.of_child(EquipmentRequest.student_id, student_id),
        col(EquipmentRequest.state).in_([s.value for s in DONE_WITH]),
    )
    query = select(EquipmentItem).where(
        col(EquipmentItem.request_id).not_in(done),
        col(EquipmentItem.tenant_id) == actor.tenant_id,
        record.of_child(EquipmentItem.student_id, student_id),
        col(EquipmentItem.fits_part) == part,
    )
    return list(await db.scalars(query))


async def of_student(db: AsyncSession, actor: Actor, student_id: UUID) -> list[EquipmentRequest]:
    """Every request of one child, oldest first."""
    query = (
        select(EquipmentRequest)
        .where(
            col(EquipmentRequest.tenant_id) == actor.tenant_id,
            record.of_child(EquipmentRequest.student_id, student_id),
        )
        .order_by(col(EquipmentRequest.identified_on), col(EquipmentRequest.id))
        .limit(MOST_ON_FILE)
    )
    return list(await db.scalars(query))
