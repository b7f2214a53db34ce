"""Files that somebody may hold, and those they held once."""

from datetime import datetime
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import Select, func, null, select, union_all
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from app.auth import Actor
from app.models.consent import EmergencyAccess
from app.models.fields import MOST_ON_FILE
from app.models.student import Assignment, Student


class Held(NamedTuple):
    student_id: UUID
    version: int
    until: datetime | None


async def may_hold(db: AsyncSession, actor: Actor, now: datetime) -> list[Held]:
    """Files of the caller's own caseload, and those opened in an emergency; what was merged is held through the other."""
    me = db.info["principal_id"]
    mine = select(col(Assignment.student_id), null().label("until")).where(
        col(Assignment.tenant_id) == actor.tenant_id,
        col(Assignment.principal_id) == me,
        col(Assignment.to_on).is_(None),
    )
    urgent = select(col(EmergencyAccess.student_id), col(EmergencyAccess.ends_at)).where(
        col(EmergencyAccess.tenant_id) == actor.tenant_id,
        col(EmergencyAccess.principal_id) == me,
        col(EmergencyAccess.ends_at) > now,
    )
    held = union_all(mine, urgent).subquery()
    lasting = func.bool_or(held.c.until.is_(None))
    query = (
        select(
            col(Student.id),
            col(Student.version),
            func.max(held.c.until).label("until"),
            lasting.label("lasting"),
        )
        .join(held, held.c.student_id == col(Student.id))
        .where(col(Student.tenant_id) == actor.tenant_id, col(Student.merged_into_id).is_(None))
        .group_by(col(Student.id), col(Student.version))
        .order_by(col(Student.id))
        .limit(MOST_ON_FILE)
    )
    return [Held(r.id, r.version, None if r.lasting else r.until) for r in await db.execute(query)]


async def held_once(db: AsyncSession, actor: Actor) -> list[UUID]:
    """Every file the caller ever had, the latest first."""
    me = db.info["principal_id"]
    assigned: Select[Any, Any] = select(
        col(Assignment.student_id).label("student_id"), col(Assignment.updated_at).label("at")
    ).where(col(Assignment.tenant_id) == actor.tenant_id, col(Assignment.principal_id) == me)
    urgent = select(col(EmergencyAccess.student_id), col(EmergencyAccess.ends_at)).where(
        col(EmergencyAccess.tenant_id) == actor.tenant_id, col(EmergencyAccess.principal_id) == me
    )
    once = union_all(assigned, urgent).subquery()
    query = (
        select(once.c.student_id)
        .group_by(once.c.student_id)
        .order_by(func.max(once.c.at).desc(), once.c.student_id)
        .limit(MOST_ON_FILE)
    )
    return list(await db.scalars(query))
