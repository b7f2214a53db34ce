"""The profile in one answer."""

from typing import Any
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from app import audit
from app.auth import Actor
from app.services import case
from app.services.profile import health, residence
from app.services.profile.age import ages
from app.services.queries import profile as queries
from app.services.search import SEALED


async def read(db: AsyncSession, actor: Actor, student_id: UUID) -> dict[str, Any]:
    """Raises: OPEN_PROBLEMS."""
    student = await case.open_file(db, actor, student_id)
    audit.record(db, actor, "read", "profile", student_id=student_id)
    return {
        "student_id": student.id,
        **{name: getattr(student, name) for name in SHOWN},
        "ages": ages(student.born_on, student.gestation_weeks, actor.today()),
        "names": await queries.names(db, actor, student_id, sees_sealed=SEALED in actor.scopes),
        "residences": await queries.residences(db, actor, student_id, with_merged=True),
        "proposal": await residence.proposal(db, actor, student, student.address),
        "health": await health.shown(db, actor, student_id),
        "health_withheld": health.MEDICAL not in actor.scopes,
    }


SHOWN = ("version", "first_name", "middle_name", "last_name", "preferred_name", "external_ids")
