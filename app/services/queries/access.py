"""The record of access, by student and by time."""

from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Select, or_, select, true, tuple_, union
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from app import clock
from app.auth import Actor
from app.models.trail import AccessLog, AccessOfSet, AccessSet

KEYS = (col(AccessLog.created_at), col(AccessLog.id))
After = tuple[Any, ...] | None
TOLD_OTHERWISE = ("records", "team-report")
"""What was given out by hand stands among the disclosures; what the parents got themselves on neither (34 CFR 303.406)."""


async def of_program(
    db: AsyncSession, actor: Actor, since: datetime | None, limit: int, after: After
) -> list[AccessLog]:
    """Newest first, one more than `limit` when there is more."""
    query = select(AccessLog).where(col(AccessLog.tenant_id) == actor.tenant_id)
    if since is not None:
        query = query.where(col(AccessLog.created_at) >= since)
    if after:
        query = query.where(tuple_(*KEYS) < after)
    return list(await db.scalars(query.order_by(*(k.desc() for k in KEYS)).limit(limit + 1)))


async def of_student(
    db: AsyncSession, actor: Actor, student_id: UUID, limit: int, after: After
) -> list[AccessLog]:
    """Newest first, one more than `limit` when there is more; also from lists that showed the child, and exports.

    Each of the three is asked by its index for no more than the page.
    """
    own = _newest(actor, col(AccessLog.student_id) == student_id, limit, after)
    exports = _newest(actor, col(AccessLog.resource) == "export", limit, after)
    found = union(
        *(s.subquery().select() for s in (own, exports, _listed(actor, student_id, limit, after)))
    )
    page = found.subquery()
    keys = (page.c.created_at.desc(), page.c.id.desc())
    wanted = select(page.c.id).order_by(*keys).limit(limit + 1)
    ids = list(await db.scalars(wanted))
    rows = await db.scalars(
        select(AccessLog)
        .where(col(AccessLog.tenant_id) == actor.tenant_id, col(AccessLog.id).in_(ids))
        .order_by(*(k.desc() for k in KEYS))
    )
    return list(rows)


def _newest(
    actor: Actor, of: ColumnElement[bool], limit: int, after: After
) -> Select[datetime, UUID]:
    query = select(*KEYS).where(col(AccessLog.tenant_id) == actor.tenant_id, of)
    if after:
        query = query.where(tuple_(*KEYS) < after)
    return query.order_by(*(k.desc() for k in KEYS)).limit(limit + 1)


def _listed(actor: Actor, student_id: UUID, limit: int, after: After) -> Select[datetime, UUID]:
    """Of each list that ever showed the child, its newest showings."""
    sets = (
        select(col(AccessSet.set_id))
        .distinct()
        .where(col(AccessSet.tenant_id) == actor.tenant_id, col(AccessSet.student_id) == student_id)
        .subquery()
    )
    keys = (col(AccessOfSet.created_at), col(AccessOfSet.access_id))
    shown: Select[datetime, UUID] = select(keys[0], keys[1].label("id")).where(
        col(AccessOfSet.tenant_id) == actor.tenant_id, col(AccessOfSet.set_id) == sets.c.set_id
    )
    if after:
        shown = shown.where(tuple_(*keys) < after)
    each = shown.order_by(*(k.desc() for k in keys)).limit(limit + 1).lateral()
    query = select(each.c.created_at, each.c.id).select_from(sets.join(each, true()))
    return query.order_by(each.c.created_at.desc(), each.c.id.desc()).limit(limit + 1)


async def given(
    db: AsyncSession,
    actor: Actor,
    student_id: UUID,
    limit: int,
    after: tuple[date, UUID] | None,
) -> list[AccessLog]:
    """What of one student went to another organisation through this service, by civil day, in whole days.

    More than `limit` when there is more; of the day of `after`, what comes later by id.
    """
    zone = actor.home.time_zone
    query = select(AccessLog).where(
        col(AccessLog.tenant_id) == actor.tenant_id,
        col(AccessLog.student_id) == student_id,
        col(AccessLog.action) == "disclose",
        col(AccessLog.resource).not_in(TOLD_OTHERWISE),
    )
    if after:
        day, id_ = after
        next_day = clock.start_of(day + timedelta(days=1), zone)
        query = query.where(
            col(AccessLog.created_at) >= clock.start_of(day, zone),
            or_(col(AccessLog.created_at) >= next_day, col(AccessLog.id) > id_),
        )
    rows = list(await db.scalars(query.order_by(*KEYS).limit(limit + 1)))
    if len(rows) > limit:
        ends = clock.start_of(clock.day_of(rows[-1].created_at, zone) + timedelta(days=1), zone)
        last = (rows[-1].created_at, rows[-1].id)
        rest = query.where(tuple_(*KEYS) > last, col(AccessLog.created_at) < ends)
        rows += await db.scalars(rest.order_by(*KEYS))
    return rows
