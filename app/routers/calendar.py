"""Calendars: school years of the districts, and days on which the program is closed."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, BackgroundTasks, Depends, Query, Response

from app.auth import Actor, Db, Hot, Once, require
from app.errors import problems
from app.http import IfMatch, Route, etag
from app.models.fields import Bounded
from app.models.schemas.calendar import (
    HolidayCreate,
    HolidayList,
    HolidayRead,
    HolidaySeed,
    HolidaysSeeded,
    HolidayUpdate,
    SchoolYearCopy,
    SchoolYearCreate,
    SchoolYearDraft,
    SchoolYearImport,
    SchoolYearList,
    SchoolYearRead,
    SchoolYearsImported,
    SchoolYearUpdate,
    Year,
)
from app.models.schemas.record import ActionRead, ChangeRead
from app.pagination import ById, CursorInvalid, Page
from app.services import recomputation, upkeep
from app.services.calendar import holiday, school

router = APIRouter(prefix="/v1/calendars", tags=["calendar"], route_class=Route)
Reader = Annotated[Actor, Depends(require("calendar:read"))]
Writer = Annotated[Actor, Depends(require("calendar:write"))]


async def _writer(actor: Writer, hot: Hot, later: BackgroundTasks) -> Actor:
    """Admit the writer; what the change leaves to be computed is done once it is committed and answered."""
    later.add_task(recomputation.catch_up, hot, actor)
    return actor


Changer = Annotated[Actor, Depends(_writer)]


@router.get("/school", responses=problems())
async def list_school_years(
    actor: Reader,
    db: Db,
    district_id: Annotated[UUID | None, Query(description="Only this district's.")] = None,
) -> SchoolYearList:
    """School years by district and first day, and the years that are missing."""
    kept, missing = await school.school_years(db, actor, district_id)
    return SchoolYearList.model_validate({"items": kept, "missing_years": missing})


@router.post("/school", status_code=201, responses=problems(*school.CREATE_PROBLEMS))
async def add_school_year(
    body: SchoolYearCreate, actor: Changer, db: Once, response: Response
) -> SchoolYearRead:
    """Keep a school year; deadlines counted in school days follow."""
    year = await school.add(db, actor, body)
    response.headers["Location"] = f"{router.prefix}/school/{year.id}"
    return SchoolYearRead.model_validate(year)


@router.post("/school/copy", responses=problems(school.SchoolYearNotFound))
async def draft_school_year(body: SchoolYearCopy, actor: Reader, db: Db) -> SchoolYearDraft:
    """The next year on the same weekdays, to be checked and sent as a new one. Nothing is stored."""
    return SchoolYearDraft.model_validate(await school.draft_next(db, actor, body))


@router.post("/school/import", status_code=201, responses=problems(*school.IMPORT_PROBLEMS))
async def import_school_years(
    body: SchoolYearImport, actor: Changer, db: Once
) -> SchoolYearsImported:
    """Keep the school years of a CSV or iCalendar file, all of them or none."""
    years = await school.take_from_file(db, actor, body)
    return SchoolYearsImported.model_validate({"items": years})


@router.get("/school/{calendar_id}", responses=problems(school.SchoolYearNotFound))
async def get_school_year(
    calendar_id: UUID, actor: Reader, db: Db, response: Response
) -> SchoolYearRead:
    """One school year of one district."""
    year = await school.get(db, actor, calendar_id)
    response.headers["ETag"] = etag(year.version)
    return SchoolYearRead.model_validate(year)


@router.get("/school/{calendar_id}/actions", responses=problems(school.SchoolYearNotFound))
async def list_school_year_actions(calendar_id: UUID, actor: Reader, db: Db) -> Bounded[ActionRead]:
    """What may be done with the year now."""
    row = await school.get(db, actor, calendar_id)
    return ActionRead.each(upkeep.actions(actor, upkeep.OF_CALENDAR, row))


@router.patch("/school/{calendar_id}", responses=problems(*school.CHANGE_PROBLEMS))
async def update_school_year(
    calendar_id: UUID,
    body: SchoolYearUpdate,
    actor: Changer,
    db: Db,
    if_match: IfMatch,
    response: Response,
) -> SchoolYearRead:
    """Correct a school year; deadlines counted in school days follow."""
    year = await school.change(db, actor, calendar_id, body, if_match)
    response.headers["ETag"] = etag(year.version)
    return SchoolYearRead.model_validate(year)


@router.get(
    "/school/{calendar_id}/history", responses=problems(school.SchoolYearNotFound, CursorInvalid)
)
async def list_school_year_history(
    calendar_id: UUID, actor: Reader, db: Db, paging: ById
) -> Page[ChangeRead]:
    """Who entered it, by hand or from a file, who corrected it, and what it was before."""
    rows = await school.history(db, actor, calendar_id, paging.limit, paging.after)
    return paging.page(rows, ChangeRead)


@router.delete(
    "/school/{calendar_id}", status_code=204, responses=problems(school.SchoolYearNotFound)
)
async def remove_school_year(calendar_id: UUID, actor: Changer, db: Db, if_match: IfMatch) -> None:
    """Keep a school year no longer; dates that hang on it become the earliest they can be."""
    await school.remove(db, actor, calendar_id, if_match)


@router.get("/holidays", responses=problems())
async def list_holidays(
    actor: Reader,
    db: Db,
    year: Annotated[Year | None, Query(description="Calendar year; this one when absent.")] = None,
) -> HolidayList:
    """Days of a year on which the program is closed; its other weekdays are working days."""
    asked, items, missing = await holiday.holidays_of(db, actor, year)
    return HolidayList.model_validate({"year": asked, "items": items, "missing_years": missing})


@router.post("/holidays", status_code=201, responses=problems(holiday.HolidayExists))
async def add_holiday(
    body: HolidayCreate, actor: Changer, db: Once, response: Response
) -> HolidayRead:
    """Close the program on a day; deadlines counted in business days follow."""
    row = await holiday.add(db, actor, body)
    response.headers["Location"] = f"{router.prefix}/holidays/{row.id}"
    return HolidayRead.model_validate(row)


@router.post("/holidays/seed", status_code=201, responses=problems())
async def seed_holidays(body: HolidaySeed, actor: Changer, db: Once) -> HolidaysSeeded:
    """Enter the federal and state holidays of a year; days kept already stay as they are."""
    return HolidaysSeeded.model_validate({"added": await holiday.seed(db, actor, body)})


@router.get("/holidays/{holiday_id}", responses=problems(holiday.HolidayNotFound))
async def get_holiday(holiday_id: UUID, actor: Reader, db: Db, response: Response) -> HolidayRead:
    """One closed day."""
    row = await holiday.read(db, actor, holiday_id)
    response.headers["ETag"] = etag(row.version)
    return HolidayRead.model_validate(row)


@router.get("/holidays/{holiday_id}/actions", responses=problems(holiday.HolidayNotFound))
async def list_holiday_actions(holiday_id: UUID, actor: Reader, db: Db) -> Bounded[ActionRead]:
    """What may be done with the day now."""
    row = await holiday.read(db, actor, holiday_id)
    return ActionRead.each(upkeep.actions(actor, upkeep.OF_CALENDAR, row))


@router.patch("/holidays/{holiday_id}", responses=problems(holiday.HolidayNotFound))
async def update_holiday(
    holiday_id: UUID,
    body: HolidayUpdate,
    actor: Changer,
    db: Db,
    if_match: IfMatch,
    response: Response,
) -> HolidayRead:
    """Name it otherwise, or say whether it is a public holiday; deadlines counted in business days follow."""
    row = await holiday.change(db, actor, holiday_id, body, if_match)
    response.headers["ETag"] = etag(row.version)
    return HolidayRead.model_validate(row)


@router.get(
    "/holidays/{holiday_id}/history", responses=problems(holiday.HolidayNotFound, CursorInvalid)
)
async def list_holiday_history(
    holiday_id: UUID, actor: Reader, db: Db, paging: ById
) -> Page[ChangeRead]:
    """Who entered it, by hand or by seeding, and what it was before."""
    rows = await holiday.history(db, actor, holiday_id, paging.limit, paging.after)
    return paging.page(rows, ChangeRead)


@router.delete(
    "/holidays/{holiday_id}", status_code=204, responses=problems(holiday.HolidayNotFound)
)
async def remove_holiday(holiday_id: UUID, actor: Changer, db: Db, if_match: IfMatch) -> None:
    """Open the program on a day again."""
    await holiday.remove(db, actor, holiday_id, if_match)
