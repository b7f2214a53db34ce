"""Consents, notices and packets, on the program's side and on the district's."""

from collections.abc import Mapping
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import cast, func, select, tuple_
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from app.auth import Actor
from app.db import Database
from app.models.deadline import CaseEvent
from app.models.organisation import Organisation, Partnership
from app.models.student import Student
from app.models.transition import LeaNotice, Packet, TransitionPacket


async def districts_told(db: AsyncSession, actor: Actor, student_id: UUID) -> set[UUID]:
    """Districts that were sent a notice or a packet of this student."""
    noticed = select(col(CaseEvent.data)["district_id"].astext).where(
        col(CaseEvent.tenant_id) == actor.tenant_id,
        col(CaseEvent.student_id) == student_id,
        col(CaseEvent.type) == "transition.notified.lea",
    )
    released = select(col(Packet.district_id)).where(
        col(Packet.tenant_id) == actor.tenant_id, col(Packet.student_id) == student_id
    )
    told = {UUID(d) for d in await db.scalars(noticed) if d}
    return told | set(await db.scalars(released))


async def is_partner(
    db: AsyncSession, actor: Actor, organisation_id: UUID, kind: str | None = None
) -> bool:
    """Whether the caller's program has a live partnership with this organisation."""
    query = (
        select(col(Organisation.id))
        .join(Partnership, col(Partnership.partner_id) == col(Organisation.id))
        .where(
            col(Partnership.tenant_id) == actor.tenant_id,
            col(Partnership.partner_id) == organisation_id,
            col(Partnership.is_active),
        )
    )
    if kind is not None:
        query = query.where(col(Organisation.kind) == kind)
    return await db.scalar(query) is not None


async def packets(db: AsyncSession, actor: Actor, student_id: UUID) -> list[Packet]:
    query = (
        select(Packet)
        .where(col(Packet.tenant_id) == actor.tenant_id, col(Packet.student_id) == student_id)
        .order_by(col(Packet.id))
    )
    return list(await db.scalars(query))


async def next_number(db: AsyncSession, actor: Actor, student_id: UUID, district_id: UUID) -> int:
    query = select(func.coalesce(func.max(col(Packet.number)), 0) + 1).where(
        col(Packet.tenant_id) == actor.tenant_id,
        col(Packet.student_id) == student_id,
        col(Packet.district_id) == district_id,
    )
    return int(await db.scalar(query) or 1)


async def publish_notice(
    db: AsyncSession,
    student: Student,
    district_id: UUID,
    parents: list[dict[str, Any]],
    notified_on: date,
) -> None:
    """Write the limited items into the district's own tenant."""
    await db.execute(
        select(
            func.eb.publish_lea_notice(
                student.id, district_id, student.first_name, student.last_name, student.born_on,
                cast(parents, JSONB), notified_on,
            )
        )
    )  # fmt: skip


async def notices(
    db: AsyncSession, actor: Actor, limit: int, after: tuple[Any, ...] | None
) -> list[LeaNotice]:
    """A district's notices by birth date, one more than `limit` when there is more."""
    keys = (col(LeaNotice.born_on), col(LeaNotice.id))
    query = select(LeaNotice).where(col(LeaNotice.tenant_id) == actor.tenant_id)
    if after:
        query = query.where(tuple_(*keys) > after)
    return list(await db.scalars(query.order_by(*keys).limit(limit + 1)))


async def received_packets(
    db: AsyncSession, actor: Actor, limit: int, after: tuple[Any, ...] | None
) -> list[TransitionPacket]:
    """A district's packets in order of release, one more than `limit` when there is more."""
    keys = (col(TransitionPacket.released_at), col(TransitionPacket.id))
    query = select(TransitionPacket).where(col(TransitionPacket.tenant_id) == actor.tenant_id)
    if after:
        query = query.where(tuple_(*keys) > after)
    return list(await db.scalars(query.order_by(*keys).limit(limit + 1)))


async def pull_packet(hot: Database, actor: Actor, packet_id: UUID) -> Mapping[str, Any]:
    row = await hot.call("pull_packet", actor.caller, actor.purpose, packet_id)
    assert row is not None  # noqa: S101 - the function always returns its row
    return row
