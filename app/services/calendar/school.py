"""School years of the districts, as the program keeps them."""

from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from app import audit, outbox
from app.auth import Actor
from app.errors import NotFound
from app.http import require_version
from app.models.history import RecordChange
from app.models.organisation import SchoolCalendar
from app.models.schemas.calendar import (
    SchoolYearCopy,
    SchoolYearCreate,
    SchoolYearImport,
    SchoolYearUpdate,
)
from app.services import recomputation, record
from app.services.calendar import reading
from app.services.calendar.plausible import YEAR_PROBLEMS, require_plausible
from app.services.organisation import DistrictUnknown
from app.services.queries import calendar as queries
from app.services.queries import case as case_queries

FIRST_MONTH = 7
"""July: a school year is named by the calendar year of its first half."""
SAME_WEEKDAYS = timedelta(weeks=52)


class SchoolYearNotFound(NotFound):
    code, title = "school-year-not-found", "There is no such school year"


YEAR = record.Kind("school-calendar", SchoolCalendar, SchoolYearNotFound)
CREATE_PROBLEMS = (DistrictUnknown, *YEAR_PROBLEMS)
CHANGE_PROBLEMS = (SchoolYearNotFound, *YEAR_PROBLEMS)
IMPORT_PROBLEMS = (*CREATE_PROBLEMS, reading.FileRefused)


async def school_years(
    db: AsyncSession, actor: Actor, district_id: UUID | None
) -> tuple[list[SchoolCalendar], list[dict[str, Any]]]:
    """The years kept, and those that should be: of one district, of every district for None."""
    kept = await queries.school_years(db, actor, district_id)
    partners = await queries.districts(db, actor)
    wanted = [d for d in partners if district_id in {None, d}]
    by_district = {d: [y for y in kept if y.district_id == d] for d in wanted}
    missing = [
        {"district_id": district, "starts_in": year}
        for district, years in by_district.items()
        for year in missing_years(years, actor.today())
    ]
    return kept, missing


def missing_years(kept: Iterable[SchoolCalendar], today: date) -> Iterator[int]:
    """Years without a calendar: between those kept, and the present or next school year."""
    have = {_begins_in(year.starts_on) for year in kept}
    now = _begins_in(today)
    last = max({now + 1, *have})
    yield from (year for year in range(min({now, *have}), last + 1) if year not in have)


def _begins_in(day: date) -> int:
    """Calendar year in which the school year of a day begins."""
    return day.year if day.month >= FIRST_MONTH else day.year - 1


async def get(db: AsyncSession, actor: Actor, calendar_id: UUID) -> SchoolCalendar:
    """Raises: SchoolYearNotFound."""
    return await record.read(db, actor, YEAR, calendar_id)


async def history(
    db: AsyncSession, actor: Actor, calendar_id: UUID, limit: int, after: tuple[Any, ...] | None
) -> list[RecordChange]:
    """Raises: SchoolYearNotFound."""
    return await record.history(db, actor, YEAR, calendar_id, limit, after)


async def add(db: AsyncSession, actor: Actor, body: SchoolYearCreate) -> SchoolCalendar:
    """Raises: CREATE_PROBLEMS."""
    year = SchoolCalendar(
        tenant_id=actor.tenant_id,
        district_id=body.district_id,
        starts_on=body.starts_on,
        ends_on=body.ends_on,
        breaks=[b.model_dump(mode="json", exclude_none=True) for b in body.breaks],
    )
    await _keep(db, actor, body.district_id, [year])
    return year


async def take_from_file(
    db: AsyncSession, actor: Actor, body: SchoolYearImport
) -> list[SchoolCalendar]:
    """Keep every year of a file, or none. Raises: IMPORT_PROBLEMS."""
    years = [
        SchoolCalendar(
            tenant_id=actor.tenant_id,
            district_id=body.district_id,
            starts_on=found.starts_on,
            ends_on=found.ends_on,
            breaks=found.breaks,
        )
        for found in reading.read(body)
    ]
    await _keep(db, actor, body.district_id, years, f"From a file: {body.format}.")
    return years


async def _keep(
    db: AsyncSession,
    actor: Actor,
    district_id: UUID,
    years: list[SchoolCalendar],
    comment: str | None = None,
) -> None:
    """Raises: CREATE_PROBLEMS."""
    if not await queries.lock_district(db, actor, district_id):
        raise DistrictUnknown
    others = await queries.school_years(db, actor, district_id)
    closed = await closed_days(db, actor)
    for year in years:
        require_plausible(year, others, closed)
        others.append(year)
    for year in years:
        record.add(db, actor, YEAR, year, comment=comment)
    await _follow(db, actor, district_id, "School year entered")


async def closed_days(db: AsyncSession, actor: Actor) -> frozenset[date]:
    return frozenset(h.on_date for h in await case_queries.holidays(db, actor) if h.is_public)


async def change(
    db: AsyncSession, actor: Actor, calendar_id: UUID, body: SchoolYearUpdate, if_match: str
) -> SchoolCalendar:
    """Raises: CHANGE_PROBLEMS, VersionStale."""
    year = await _open(db, actor, calendar_id, if_match)
    said = body.model_dump(include={"starts_on", "ends_on"}, exclude_unset=True)
    if "breaks" in body.model_fields_set:
        said["breaks"] = [b.model_dump(mode="json", exclude_none=True) for b in body.breaks]
    with db.no_autoflush:
        changed = record.change(db, actor, YEAR, year, said)
        kept = await queries.school_years(db, actor, year.district_id)
        others = [other for other in kept if other.id != year.id]
        require_plausible(year, others, await closed_days(db, actor))
    if changed:
        await _follow(db, actor, year.district_id, "School year changed")
    return year


async def remove(db: AsyncSession, actor: Actor, calendar_id: UUID, if_match: str) -> None:
    """Raises: SchoolYearNotFound, VersionStale."""
    year = await _open(db, actor, calendar_id, if_match)
    audit.record(db, actor, "change", YEAR.name, record_id=str(year.id), removed=True)
    await db.delete(year)
    await _follow(db, actor, year.district_id, "School year removed")


async def _open(db: AsyncSession, actor: Actor, calendar_id: UUID, if_match: str) -> SchoolCalendar:
    """Raises: SchoolYearNotFound, VersionStale."""
    year = await _kept(db, actor, calendar_id)
    await queries.lock_district(db, actor, year.district_id)
    year = await _kept(db, actor, calendar_id)  # as it is now, if it still is
    require_version(year.version, if_match)
    return year


async def _kept(db: AsyncSession, actor: Actor, calendar_id: UUID) -> SchoolCalendar:
    """Raises: SchoolYearNotFound."""
    year = await queries.school_year(db, actor, calendar_id)
    if year is None:
        raise SchoolYearNotFound
    return year


async def _follow(db: AsyncSession, actor: Actor, district_id: UUID, cause: str) -> None:
    outbox.tell(db, actor, "calendar.changed", district_id=district_id)
    await recomputation.after_calendar_change(db, actor, cause, district_id)


async def draft_next(db: AsyncSession, actor: Actor, body: SchoolYearCopy) -> dict[str, Any]:
    """The year after a kept one, on the same weekdays. Not kept: holidays move, somebody must look.

    Raises: SchoolYearNotFound.
    """
    kept = await queries.school_years(db, actor, body.district_id)
    year = next((y for y in kept if y.starts_on == body.from_starts_on), None)
    if year is None:
        raise SchoolYearNotFound("Name the first day of a school year that is kept.")
    return {
        "district_id": year.district_id,
        "starts_on": year.starts_on + SAME_WEEKDAYS,
        "ends_on": year.ends_on + SAME_WEEKDAYS,
        "breaks": [{**b, **_shifted(b)} for b in year.breaks],
    }


def _shifted(span: dict[str, str]) -> dict[str, date]:
    return {k: date.fromisoformat(span[k]) + SAME_WEEKDAYS for k in ("from_on", "to_on")}
