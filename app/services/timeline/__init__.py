"""The child's clock as one picture, from birth to the third birthday."""

import hashlib
from datetime import date
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from app.auth import Actor
from app.services import case, deadline
from app.services.timeline.picture import picture


async def draw(
    db: AsyncSession, actor: Actor, student_id: UUID, as_of: date | None
) -> tuple[str, str]:
    """The picture as SVG, and its ETag; what it shows is read, and recorded, as the deadlines are.

    The same file gives the same bytes all day long. Raises: StudentNotFound, NotOnCaseload.
    """
    told = await deadline.explain(db, actor, student_id, as_of)
    student = await case.open_file(db, actor, student_id)
    third = told["derived"]["third_birthday"]
    drawn = picture(told["obligations"], student.born_on, third, told["as_of"])
    return drawn, f'"{hashlib.sha256(drawn.encode()).hexdigest()[:32]}"'


__all__ = ["draw", "picture"]
