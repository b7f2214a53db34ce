"""Reading what a merge put behind another file."""

from typing import Any
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from app import audit
from app.auth import Actor
from app.services import case
from app.services.queries import case as case_queries
from app.services.queries import duplicate as queries
from app.services.queries import student as student_queries

PROFILE = (
    "id", "version", "first_name", "middle_name", "last_name", "preferred_name", "born_on", "external_ids", "facts",
    "district_id",
)  # fmt: skip


async def files(db: AsyncSession, actor: Actor, student_id: UUID) -> list[dict[str, Any]]:
    """Every file merged into this one, whole. Raises: OPEN_PROBLEMS."""
    await case.open_file(db, actor, student_id)
    merged = await queries.merged_into(db, actor, student_id)
    audit.record(
        db, actor, "read", "merged-files", student_ids=[student_id, *(m.id for m in merged)]
    )
    return [
        {
            **{name: getattr(file, name) for name in PROFILE},
            "contacts": await student_queries.contacts(db, actor, file.id),
            "enrolments": await student_queries.enrolments(db, actor, file.id),
            "events": await case_queries.events(db, actor, file.id),
        }
        for file in merged
    ]
