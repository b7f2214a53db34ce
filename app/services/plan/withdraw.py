"""A version that nobody will sign is taken back, with its lines and its meeting."""

from sqlalchemy.ext.asyncio import AsyncSession

from app import audit
from app.auth import Actor
from app.models.plan import Plan
from app.models.words.plan import LineState, MeetingState
from app.services import record
from app.services.plan.kind import LINE
from app.services.plan.line_machine import WITHDRAW
from app.services.queries import plan as queries
from app.services.queries import service_line as service_lines


async def take_back(db: AsyncSession, actor: Actor, plan: Plan, reason_code: str | None) -> None:
    """What hangs on the version; its own step is the caller's."""
    for line in await service_lines.lines(db, actor, plan.id):
        if line.state == LineState.PROPOSED:
            record.move(db, actor, LINE, line, WITHDRAW, reason_code=reason_code)
    meeting = await queries.meeting_set(db, actor, plan.id)
    if meeting is not None:
        meeting.state = MeetingState.CANCELLED.value
        audit.touch(db, meeting)
