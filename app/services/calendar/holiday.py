"""Days on which the program is closed: public holidays, and its own."""

import asyncio
from datetime import date
from typing import Any
from uuid import UUID

import holidays as public
from sqlalchemy.ext.asyncio import AsyncSession

from app import audit, outbox
from app.auth import Actor
from app.errors import NotFound, Problem
from app.models.history import RecordChange
from app.models.organisation import Holiday
from app.models.schemas.calendar import HolidayCreate, HolidaySeed, HolidayUpdate
from app.services import recomputation, record
from app.services.queries import calendar as queries
from app.services.rules import A_YEARS_HOLIDAYS

NATION = "us"


class HolidayNotFound(NotFound):
    code, title = "holiday-not-found", "There is no such holiday"


class HolidayExists(Problem):
    status, code, title = 409, "holiday-exists", "The program is closed on this day already"


HOLIDAY = record.Kind("holiday", Holiday, HolidayNotFound)


async def holidays_of(
    db: AsyncSession, actor: Actor, year: int | None
) -> tuple[int, list[Holiday], list[int]]:
    """The year asked for (this one for None), its days, and which of this and the next are not known."""
    now = actor.today().year
    asked = now if year is None else year
    known = await queries.years_with_holidays(db, actor, A_YEARS_HOLIDAYS)
    missing = [y for y in (now, now + 1) if y not in known]
    return asked, await queries.holidays(db, actor, asked), missing


async def add(db: AsyncSession, actor: Actor, body: HolidayCreate) -> Holiday:
    """Raises: HolidayExists."""
    await queries.lock_holidays(db, actor)
    kept = await queries.holidays(db, actor, body.on_date.year)
    if any(h.on_date == body.on_date for h in kept):
        raise HolidayExists(f"{body.on_date} is kept as a holiday. Remove it to name it anew.")
    holiday = Holiday(tenant_id=actor.tenant_id, **body.model_dump())
    record.add(db, actor, HOLIDAY, holiday)
    await _follow(db, actor, f"{body.on_date} is a holiday")
    return holiday


async def read(db: AsyncSession, actor: Actor, holiday_id: UUID) -> Holiday:
    """Raises: HolidayNotFound."""
    return await record.read(db, actor, HOLIDAY, holiday_id)


async def history(
    db: AsyncSession, actor: Actor, holiday_id: UUID, limit: int, after: tuple[Any, ...] | None
) -> list[RecordChange]:
    """Raises: HolidayNotFound."""
    return await record.history(db, actor, HOLIDAY, holiday_id, limit, after)


async def change(
    db: AsyncSession, actor: Actor, holiday_id: UUID, body: HolidayUpdate, if_match: str
) -> Holiday:
    """Apply a merge patch; deadlines follow where it becomes a public holiday, or one no longer.

    Raises: HolidayNotFound, VersionStale.
    """
    await queries.lock_holidays(db, actor)
    holiday = await record.open_for_change(db, actor, HOLIDAY, holiday_id, if_match)
    changed = record.change(db, actor, HOLIDAY, holiday, body.model_dump(exclude_unset=True))
    if "is_public" in changed:
        is_one = "is a" if holiday.is_public else "is no"
        await _follow(db, actor, f"{holiday.on_date} {is_one} public holiday")
    return holiday


async def remove(db: AsyncSession, actor: Actor, holiday_id: UUID, if_match: str) -> None:
    """Raises: HolidayNotFound, VersionStale."""
    await queries.lock_holidays(db, actor)
    holiday = await record.open_for_change(db, actor, HOLIDAY, holiday_id, if_match)
    audit.record(db, actor, "change", HOLIDAY.name, record_id=str(holiday.id), removed=True)
    await db.delete(holiday)
    await _follow(db, actor, f"{holiday.on_date} is no holiday")


async def seed(db: AsyncSession, actor: Actor, body: HolidaySeed) -> list[Holiday]:
    """Enter the federal and state holidays of a year; returns the new ones.

    A day that the program kept as its own closure is a public holiday from now on.
    """
    # The library computes a state's first year for more than a second.
    named = await asyncio.to_thread(public_holidays, actor.home.jurisdiction, body.year)
    await queries.lock_holidays(db, actor)
    kept = {h.on_date: h for h in await queries.holidays(db, actor, body.year)}
    added = [
        Holiday(tenant_id=actor.tenant_id, on_date=day, name=name, is_public=True)
        for day, name in sorted(named.items())
        if day not in kept
    ]
    for holiday in added:
        record.add(db, actor, HOLIDAY, holiday, comment="Seeded.")
    own = [kept[day] for day in named if day in kept and not kept[day].is_public]
    for holiday in own:
        record.change(db, actor, HOLIDAY, holiday, {"is_public": True}, comment="Seeded.")
    if added or own:
        await _follow(db, actor, f"Public holidays of {body.year} entered")
    return added


def public_holidays(jurisdiction: str, year: int) -> dict[date, str]:
    """Federal holidays of a year and, in a state, the state's, with the days they are observed on."""
    federal = public.country_holidays(NATION.upper(), years=year)
    if jurisdiction == NATION:
        return dict(federal)
    state = jurisdiction.removeprefix(f"{NATION}-").upper()
    # Some states do not keep every federal holiday, which is one all the same (34 CFR 300.11(b)).
    return {**federal, **public.country_holidays(NATION.upper(), subdiv=state, years=year)}


async def _follow(db: AsyncSession, actor: Actor, cause: str) -> None:
    outbox.tell(db, actor, "calendar.changed", district_id=None)
    await recomputation.after_calendar_change(db, actor, cause, None)
