"""Consents, notices and packets, on the program's side and on the district's."""

from collections.abc import Mapping
from datetime import UTC, date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Text, cast, func, null, or_, select, text, true, tuple_
from sqlalchemy.dialects.postgresql import JSONB, JSONPATH
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from app import clock
from app.auth import Actor
from app.db import Database
from app.models.deadline import CaseEvent, Deadline
from app.models.fields import MOST_ON_FILE
from app.models.organisation import Organisation, Partnership
from app.models.schemas.transition import PacketFilter
from app.models.school_area import SchoolArea
from app.models.student import Student
from app.models.transition import (
    LeaNotice,
    Packet,
    PacketResult,
    TransitionPacket,
    TransitionPlan,
    TransitionSetting,
)
from app.services.queries.record import of_child, page

FIRST_MOMENT = datetime(2000, 1, 1, tzinfo=UTC)


async def districts_told(db: AsyncSession, actor: Actor, student_id: UUID) -> set[UUID]:
    """Districts, and the State agency, that were sent a notice or a packet of this student."""
    data = col(CaseEvent.data)
    to = func.coalesce(data["district_id"].astext, data["state_agency_id"].astext)
    noticed = select(to).where(
        col(CaseEvent.tenant_id) == actor.tenant_id,
        col(CaseEvent.student_id) == student_id,
        col(CaseEvent.type).in_(["transition.notified.lea", "transition.notified.sea"]),
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


async def packets(
    db: AsyncSession,
    actor: Actor,
    student_id: UUID,
    limit: int = MOST_ON_FILE,
    after: tuple[Any, ...] | None = None,
) -> list[Packet]:
    query = select(Packet).where(
        col(Packet.tenant_id) == actor.tenant_id, of_child(Packet.student_id, student_id)
    )
    return await page(db, query, (col(Packet.id),), limit, after)


async def packet_of(
    db: AsyncSession, actor: Actor, student_id: UUID, packet_id: UUID
) -> Packet | None:
    query = select(Packet).where(
        col(Packet.tenant_id) == actor.tenant_id,
        of_child(Packet.student_id, student_id),
        col(Packet.id) == packet_id,
    )
    return await db.scalar(query)


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
    db: AsyncSession,
    actor: Actor,
    born_from: date,
    born_until: date,
    limit: int,
    after: tuple[Any, ...] | None,
) -> list[LeaNotice]:
    """A district's notices by birth date, one more than `limit` when there is more."""
    keys = (col(LeaNotice.born_on), col(LeaNotice.id))
    query = select(LeaNotice).where(
        col(LeaNotice.tenant_id) == actor.tenant_id,
        col(LeaNotice.born_on).between(born_from, born_until),
    )
    if after:
        query = query.where(tuple_(*keys) > after)
    return list(await db.scalars(query.order_by(*keys).limit(limit + 1)))


async def received_packets(
    db: AsyncSession, actor: Actor, asked: PacketFilter, limit: int, after: tuple[Any, ...] | None
) -> list[TransitionPacket]:
    """A district's packets in order of release, one more than `limit` when there is more."""
    keys = (col(TransitionPacket.released_at), col(TransitionPacket.id))
    query = select(TransitionPacket).where(col(TransitionPacket.tenant_id) == actor.tenant_id)
    if asked.only_unpulled:
        query = query.where(
            col(TransitionPacket.first_pulled_at).is_(None),
            col(TransitionPacket.withdrawn_at).is_(None),
        )
    if asked.released_from is not None:
        begins = clock.start_of(asked.released_from, actor.home.time_zone)
        query = query.where(col(TransitionPacket.released_at) >= begins)
    if asked.program_id is not None:
        query = query.where(col(TransitionPacket.program_id) == asked.program_id)
    if asked.withdrawn is not None:
        is_there = col(TransitionPacket.withdrawn_at).is_(None)
        query = query.where(~is_there if asked.withdrawn else is_there)
    if after:
        query = query.where(tuple_(*keys) > after)
    return list(await db.scalars(query.order_by(*keys).limit(limit + 1)))


async def pull_packet(hot: Database, actor: Actor, packet_id: UUID) -> Mapping[str, Any]:
    row = await hot.call("pull_packet", actor.caller, actor.purpose, packet_id)
    assert row is not None  # noqa: S101 - the function always returns its row
    return row


async def current_plan(
    db: AsyncSession, actor: Actor, student_id: UUID, *, lock: bool = False
) -> TransitionPlan | None:
    query = select(TransitionPlan).where(
        col(TransitionPlan.tenant_id) == actor.tenant_id,
        col(TransitionPlan.student_id) == student_id,
        col(TransitionPlan.state) != "replaced",
    )
    return await db.scalar(query.with_for_update() if lock else query)


async def plans(
    db: AsyncSession,
    actor: Actor,
    student_id: UUID,
    limit: int = MOST_ON_FILE,
    after: tuple[Any, ...] | None = None,
) -> list[TransitionPlan]:
    """Oldest first."""
    query = select(TransitionPlan).where(
        col(TransitionPlan.tenant_id) == actor.tenant_id,
        of_child(TransitionPlan.student_id, student_id),
    )
    return await page(db, query, (col(TransitionPlan.id),), limit, after)


async def results(
    db: AsyncSession,
    actor: Actor,
    packet_id: UUID,
    limit: int = MOST_ON_FILE,
    after: tuple[Any, ...] | None = None,
) -> list[PacketResult]:
    """What the district answered about one packet, oldest first."""
    query = select(PacketResult).where(
        col(PacketResult.tenant_id) == actor.tenant_id,
        col(PacketResult.packet_id) == packet_id,
    )
    return await page(db, query, (col(PacketResult.id),), limit, after)


async def results_of_student(
    db: AsyncSession, actor: Actor, student_id: UUID
) -> list[PacketResult]:
    """What districts answered about one child's packets, oldest first."""
    query = (
        select(PacketResult)
        .join(
            Packet,
            (col(Packet.tenant_id) == col(PacketResult.tenant_id))
            & (col(Packet.id) == col(PacketResult.packet_id)),
        )
        .where(
            col(PacketResult.tenant_id) == actor.tenant_id, of_child(Packet.student_id, student_id)
        )
        .order_by(col(PacketResult.id))
    )
    return list(await db.scalars(query))


async def received_packet(
    db: AsyncSession, actor: Actor, packet_id: UUID, *, lock: bool = False
) -> TransitionPacket | None:
    """A packet in the district's own tenant."""
    query = select(TransitionPacket).where(
        col(TransitionPacket.tenant_id) == actor.tenant_id, col(TransitionPacket.id) == packet_id
    )
    if lock:
        query = query.with_for_update().execution_options(populate_existing=True)
    return await db.scalar(query)


async def packet(
    db: AsyncSession, actor: Actor, packet_id: UUID, *, lock: bool = True
) -> Packet | None:
    """A packet in the program's own file."""
    query = select(Packet).where(
        col(Packet.tenant_id) == actor.tenant_id, col(Packet.id) == packet_id
    )
    return await db.scalar(query.with_for_update() if lock else query)


async def packets_to_pull(
    hot: Database, actor: Actor, limit: int, only_unpulled: bool, after: tuple[Any, ...] | None
) -> list[Mapping[str, Any]]:
    """Ids in order of release, one more than `limit` when there is more."""
    at, last = after or (FIRST_MOMENT, UUID(int=0))
    return await hot.call_many("packets_to_pull", actor.caller, limit, only_unpulled, at, last)


async def pull_packet_set(hot: Database, actor: Actor, packet_ids: list[UUID]) -> list[str]:
    """Contents in order of release, each pull on its record of access; without those withdrawn meanwhile."""
    rows = await hot.call_many("pull_packet_set", actor.caller, actor.purpose, packet_ids)
    return [row["content"] for row in rows]


async def setting(
    db: AsyncSession, actor: Actor, *, lock: bool = False
) -> TransitionSetting | None:
    query = select(TransitionSetting).where(col(TransitionSetting.tenant_id) == actor.tenant_id)
    return await db.scalar(query.with_for_update() if lock else query)


async def due_for_notice(
    db: AsyncSession, actor: Actor, until: date, rules: list[str]
) -> list[UUID]:
    """All students whose district must be notified by `until`, or as soon as possible; the most urgent first."""
    query = (
        select(col(Deadline.student_id))
        .where(
            col(Deadline.tenant_id) == actor.tenant_id,
            col(Deadline.rule_id).in_(rules),
            col(Deadline.status) == "open",
            or_(col(Deadline.due_on) <= until, col(Deadline.due_on).is_(None)),
        )
        .order_by(col(Deadline.due_on).nulls_first(), col(Deadline.id))
    )
    return list(await db.scalars(query))


async def arrivals(
    db: AsyncSession, actor: Actor, first: date, last: date, *, by_area: bool, by_school: bool
) -> list[Any]:
    """By month of the third birthday and program: children told of, and how far their packets are.

    `by_area`: also by the postal code at which the first parent with an address lives;
    `by_school`: also by the school that the district's map names for it.
    """
    code = func.jsonb_path_query_first(
        col(LeaNotice.parents), cast("$[*].address.postal_code", JSONPATH)
    )
    lives_in = func.btrim(cast(code, Text), '"')
    area = lives_in if by_area else null()
    school = col(SchoolArea.school) if by_school else null()
    month = func.to_char(col(LeaNotice.born_on) + text("interval '3 years'"), "YYYY-MM")
    newest = (
        select(
            func.bool_or(col(TransitionPacket.withdrawn_at).is_(None)).label("is_there"),
            func.bool_or(col(TransitionPacket.first_pulled_at).is_not(None)).label("is_pulled"),
            func.bool_or(col(TransitionPacket.received_on).is_not(None)).label("is_received"),
        )
        .where(
            col(TransitionPacket.tenant_id) == actor.tenant_id,
            col(TransitionPacket.student_id) == col(LeaNotice.id),
        )
        .lateral()
    )
    by = text("1, 2, 3, 4")  # by place: the map has columns of the same names
    query = (
        select(
            month.label("month"),
            col(LeaNotice.program_id),
            area.label("postal_code"),
            school.label("school"),
            func.count().label("children"),
            func.count().filter(newest.c.is_there).label("with_packet"),
            func.count().filter(newest.c.is_pulled).label("pulled"),
            func.count().filter(newest.c.is_received).label("acknowledged"),
        )
        .select_from(LeaNotice)
        .join(newest, true())
        .outerjoin(
            SchoolArea,
            (col(SchoolArea.tenant_id) == actor.tenant_id)
            & (col(SchoolArea.postal_code) == func.left(lives_in, 5)),
        )
        .where(
            col(LeaNotice.tenant_id) == actor.tenant_id,
            col(LeaNotice.withdrawn_at).is_(None),
            col(LeaNotice.born_on).between(first, last),
        )
        .group_by(by)
        .order_by(by)
        .limit(MOST_ON_FILE)
    )
    return list(await db.execute(query))
