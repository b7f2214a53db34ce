"""When the team meets about a report: at the meeting it names, else at the one that is set on its plan."""

from datetime import date, datetime
from typing import NamedTuple

from sqlalchemy.ext.asyncio import AsyncSession

from app import clock
from app.auth import Actor
from app.models.meeting import Meeting
from app.models.team_report import TeamReport
from app.models.words.meeting import MeetingState
from app.services.queries import plan as plans
from app.services.queries import record as records

OFF = {MeetingState.CANCELLED, MeetingState.NOT_HELD}


class Meets(NamedTuple):
    """The civil day at the program; the hour and place while they are known."""

    on: date
    starts_at: datetime | None
    place: str | None


async def of(db: AsyncSession, actor: Actor, row: TeamReport) -> Meets | None:
    """None while no day is known, or the meeting was called off."""
    if row.meeting_id is not None:
        named = await records.one(db, actor, Meeting, row.meeting_id)
        if named is None or named.state in OFF:
            return None
        return Meets(named.held_on or _day(actor, named.starts_at), named.starts_at, named.place)
    found = await plans.meeting_set(db, actor, row.plan_id) if row.plan_id else None
    if found is None or found.starts_at is None:
        return None
    return Meets(_day(actor, found.starts_at), found.starts_at, found.place)


def _day(actor: Actor, moment: datetime) -> date:
    return clock.day_of(moment, actor.home.time_zone)
