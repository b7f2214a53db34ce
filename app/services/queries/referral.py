"""Referrals: the one statement that takes one in, the worklist, the look-alikes."""

from collections.abc import Collection, Mapping
from datetime import date
from typing import Any, TypeVar
from uuid import UUID

from sqlalchemy import ColumnElement, and_, cast, exists, func, or_, select, tuple_
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import aliased
from sqlmodel import col

from app.auth import Actor
from app.db import Database
from app.models.fields import EnrolmentState, ReferralState
from app.models.history import RecordChange
from app.models.referral import Referral, ReferralStatus
from app.models.student import Enrolment
from app.services.queries.record import page

Row = TypeVar("Row", Referral, ReferralStatus)


async def receive(
    hot: Database,
    actor: Actor,
    program_id: UUID,
    body: str,
    key: str,
    fingerprint: str,
    referral_id: UUID,
    received_on: date,
    ifsp_due_on: date | None,
) -> Mapping[str, Any]:
    """Store the referral of this JSON text.

    Row of `outcome` (created, replayed, key_reused), `answer` (JSON text) and `location`.
    """
    row = await hot.call(
        "receive_referral", actor.caller, actor.purpose, key, fingerprint, program_id, referral_id,
        received_on, ifsp_due_on, body,
    )  # fmt: skip
    assert row is not None  # noqa: S101 - the function always returns its row
    return row


async def one(
    db: AsyncSession, actor: Actor, referral_id: UUID, *, lock: bool = False
) -> Referral | None:
    query = select(Referral).where(
        col(Referral.tenant_id) == actor.tenant_id, col(Referral.id) == referral_id
    )
    return await db.scalar(query.with_for_update() if lock else query)


async def worklist(
    db: AsyncSession,
    actor: Actor,
    state: ReferralState | None,
    limit: int,
    after: tuple[Any, ...] | None,
) -> list[Referral]:
    return await _oldest_first(db, actor, Referral, state, limit, after)


async def sent(
    db: AsyncSession,
    actor: Actor,
    state: ReferralState | None,
    limit: int,
    after: tuple[Any, ...] | None,
) -> list[ReferralStatus]:
    return await _oldest_first(db, actor, ReferralStatus, state, limit, after)


async def _oldest_first(
    db: AsyncSession,
    actor: Actor,
    table: type[Row],
    state: ReferralState | None,
    limit: int,
    after: tuple[Any, ...] | None,
) -> list[Row]:
    keys = (col(table.received_on), col(table.id))
    query = select(table).where(col(table.tenant_id) == actor.tenant_id)
    if state is not None:
        query = query.where(col(table.state) == state.value)
    if after:
        query = query.where(tuple_(*keys) > after)
    return list(await db.scalars(query.order_by(*keys).limit(limit + 1)))


async def one_sent(db: AsyncSession, actor: Actor, referral_id: UUID) -> ReferralStatus | None:
    query = select(ReferralStatus).where(
        col(ReferralStatus.tenant_id) == actor.tenant_id, col(ReferralStatus.id) == referral_id
    )
    return await db.scalar(query)


async def told(
    db: AsyncSession,
    actor: Actor,
    status: ReferralStatus,
    of_nobody: Collection[str],
    limit: int,
    after: tuple[Any, ...] | None,
) -> list[RecordChange]:
    """What its sender was told, oldest first: up to `shared_after` only what says nothing of the child."""
    query = select(RecordChange).where(
        col(RecordChange.tenant_id) == actor.tenant_id,
        col(RecordChange.record_id) == status.id,
        or_(
            col(RecordChange.version) > status.shared_after,
            col(RecordChange.to_state).in_(of_nobody),
        ),
    )
    return await page(db, query, [col(RecordChange.id)], limit, after)


async def of_student(db: AsyncSession, actor: Actor, student_id: UUID) -> list[Referral]:
    """The referrals that opened the student's file or its later stays, the first first; locked."""
    query = (
        select(Referral)
        .where(col(Referral.tenant_id) == actor.tenant_id, col(Referral.student_id) == student_id)
        .order_by(col(Referral.received_on), col(Referral.id))
        .with_for_update()
    )
    return list(await db.scalars(query))


async def duplicates_of(db: AsyncSession, actor: Actor, student_id: UUID) -> list[Referral]:
    """What others sent of a student who was enrolled already, the first first."""
    query = (
        select(Referral)
        .where(
            col(Referral.tenant_id) == actor.tenant_id,
            col(Referral.student_id) == student_id,
            col(Referral.state) == ReferralState.DUPLICATE.value,
            col(Referral.sender_id).is_not(None),
        )
        .order_by(col(Referral.received_on), col(Referral.id))
    )
    return list(await db.scalars(query))


async def of_stay(db: AsyncSession, actor: Actor, student_id: UUID) -> Referral | None:
    """The referral that opened the student's latest stay, should somebody outside have sent it."""
    latest = (
        select(col(Enrolment.referral_id))
        .where(col(Enrolment.tenant_id) == actor.tenant_id, col(Enrolment.student_id) == student_id)
        .order_by(col(Enrolment.referred_on).desc(), col(Enrolment.id).desc())
        .limit(1)
    )
    query = select(Referral).where(
        col(Referral.tenant_id) == actor.tenant_id,
        col(Referral.id) == latest.scalar_subquery(),
        col(Referral.sender_id).is_not(None),
    )
    return await db.scalar(query)


async def withdrawn_by_sender(db: AsyncSession, actor: Actor, referral_id: UUID) -> bool:
    """Whether its sender took it back last, and not somebody of the program."""
    await db.flush()  # the step may be of this transaction
    query = (
        select(col(RecordChange.created_by).is_(None))
        .where(
            col(RecordChange.tenant_id) == actor.tenant_id,
            col(RecordChange.record_id) == referral_id,
            col(RecordChange.to_state) == ReferralState.WITHDRAWN.value,
        )
        .order_by(col(RecordChange.id).desc())
        .limit(1)
    )
    return bool(await db.scalar(query))


async def opened_stay(db: AsyncSession, actor: Actor, referral_id: UUID) -> bool:
    """Whether a stay began with it; none does with a duplicate."""
    query = select(
        exists().where(
            col(Enrolment.tenant_id) == actor.tenant_id, col(Enrolment.referral_id) == referral_id
        )
    )
    return bool(await db.scalar(query))


async def ended(db: AsyncSession, actor: Actor, limit: int) -> list[tuple[Referral, Enrolment]]:
    """Accepted referrals whose child was not found eligible or has left; those in hand left out."""
    return await _ended(
        db, actor, ReferralState.ACCEPTED, col(Enrolment.referral_id) == col(Referral.id), limit
    )


async def known_ended(
    db: AsyncSession, actor: Actor, limit: int
) -> list[tuple[Referral, Enrolment]]:
    """As `ended`, of duplicates: by the latest stay of the child who was known."""
    later = aliased(Enrolment)
    latest = (
        select(col(later.id))
        .where(
            col(later.tenant_id) == actor.tenant_id,
            col(later.student_id) == col(Referral.student_id),
        )
        .order_by(col(later.referred_on).desc(), col(later.id).desc())
        .limit(1)
        .correlate(Referral)
        .scalar_subquery()
    )
    return await _ended(db, actor, ReferralState.DUPLICATE, col(Enrolment.id) == latest, limit)


async def _ended(
    db: AsyncSession, actor: Actor, state: ReferralState, stay: ColumnElement[bool], limit: int
) -> list[tuple[Referral, Enrolment]]:
    query = (
        select(Referral, Enrolment)
        .join(Enrolment, and_(col(Enrolment.tenant_id) == actor.tenant_id, stay))
        .where(
            col(Referral.tenant_id) == actor.tenant_id,
            col(Referral.state) == state.value,
            col(Enrolment.state).in_(
                [EnrolmentState.NOT_ELIGIBLE.value, EnrolmentState.EXITED.value]
            ),
        )
        .limit(limit)
        .with_for_update(of=Referral, skip_locked=True)
    )
    return [(referral, left) for referral, left in await db.execute(query)]


async def unanswered(db: AsyncSession, actor: Actor, attempts: int, limit: int) -> list[Referral]:
    """Asked for information, the day past, the family tried often enough; those in hand left out."""
    query = (
        select(Referral)
        .where(
            col(Referral.tenant_id) == actor.tenant_id,
            col(Referral.state) == ReferralState.INFO_REQUESTED.value,
            col(Referral.answer_due_on) < actor.today(),
            func.jsonb_array_length(col(Referral.contact_attempts)) >= attempts,
        )
        .order_by(col(Referral.answer_due_on))
        .limit(limit)
        .with_for_update(skip_locked=True)
    )
    return list(await db.scalars(query))


async def publish_status(db: AsyncSession, referral: Referral, told: dict[str, Any]) -> None:
    """Write what the sender may see into the sender's own tenant; what it saw already is not told again."""
    await db.flush()  # the function changes the tenant of this transaction, and back
    await db.execute(
        select(func.eb.publish_referral_status(referral.id, referral.sender_id, cast(told, JSONB)))
    )


async def publish_milestone(db: AsyncSession, referral: Referral, milestone: str, on: date) -> None:
    await db.flush()  # the function changes the tenant of this transaction, and back
    publish = func.eb.publish_referral_milestone(referral.id, referral.sender_id, milestone, on)
    await db.execute(select(publish))


async def redirect(
    db: AsyncSession, referral: Referral, program_id: UUID, ifsp_due_on: date | None
) -> str:
    """Hand the referral to another program. `redirected`, `not_a_partner` or `already_there`."""
    await db.flush()  # the function changes the tenant of this transaction, and back
    passed = func.eb.redirect_referral(referral.id, program_id, ifsp_due_on)
    return str(await db.scalar(select(passed)))
