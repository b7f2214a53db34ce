"""When the team meets about a report: at the meeting it names, else at the one on its plan that follows its first day."""

from datetime import date, datetime
from typing import NamedTuple

from sqlalchemy.ext.asyncio import AsyncSession

from app import clock
from app.auth import Actor
from app.models.meeting import Meeting
from app.models.plan import PlanMeeting
from app.models.team_report import TeamReport
from app.models.words import plan as plan_words
from app.models.words.meeting import MeetingState
from app.services.queries import plan as plans
from app.services.queries import record as records

OFF = {MeetingState.CANCELLED, MeetingState.NOT_HELD}


class Meets(NamedTuple):
    """The civil day at the program; the hour and place as far as they are known."""

    on: date
    starts_at: datetime | None
    place: str | None


async def of(db: AsyncSession, actor: Actor, row: TeamReport) -> Meets | None:
    """None while no day is known, or the meeting was called off."""
    if row.meeting_id is not None:
        named = await records.one(db, actor, Meeting, row.meeting_id)
        return None if named is None or named.state in OFF else _meets(actor, named)
    if row.plan_id is None:
        return None
    told = [_meets(actor, m) for m in await plans.meetings(db, actor, row.plan_id) if _counts(m)]
    return next((m for m in reversed(told) if m is not None and m.on > row.period_from), None)


def _counts(row: PlanMeeting) -> bool:
    return row.state != plan_words.MeetingState.CANCELLED


def _meets(actor: Actor, row: Meeting | PlanMeeting) -> Meets | None:
    on = row.held_on or (row.starts_at and clock.day_of(row.starts_at, actor.home.time_zone))
    return Meets(on, row.starts_at, row.place) if on else None
