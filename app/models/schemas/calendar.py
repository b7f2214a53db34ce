"""Calendars that day counts hang on: districts' school years, and days the program is closed."""

from datetime import date
from typing import Annotated, Literal, Self
from uuid import UUID

from pydantic import Field, StringConstraints, model_validator

from app.models.fields import CaseDate, Flag, Line, Read, Write, may_be_absent

Year = Annotated[int, Field(ge=1900, le=2100)]
MAX_TEXT = 250_000
"""Characters of an imported file; with the rest of the request it stays within 256 KiB."""


class SchoolBreak(Write):
    """Days without school inside a school year, both ends inside."""

    from_on: CaseDate
    to_on: CaseDate
    name: Line | None = None


class SchoolYearCreate(Write):
    """One school year of one district."""

    district_id: UUID
    starts_on: CaseDate = Field(description="First regular school day.")
    ends_on: CaseDate = Field(description="Last regular school day.")
    breaks: list[SchoolBreak] = Field(default_factory=list, max_length=60)


class SchoolYearUpdate(Write):
    """Merge patch of a school year; `breaks` are replaced whole."""

    starts_on: CaseDate = may_be_absent()
    ends_on: CaseDate = may_be_absent()
    breaks: Annotated[list[SchoolBreak], Field(max_length=60)] = may_be_absent()


class SchoolYearCopy(Write):
    """Names the school year that the next one shall resemble."""

    district_id: UUID
    from_starts_on: CaseDate


class SchoolYearImport(Write):
    """School years of one district from a file; all of it is taken, or nothing.

    `csv` has the columns kind, from_on, to_on, name; kind is `year` (first and
    last regular school day) or `break`. In `icalendar` each all-day event is a
    break of the year from `starts_on` to `ends_on`; events with a time of day
    and events of other years are left out.
    """

    district_id: UUID
    format: Literal["csv", "icalendar"]
    text: Annotated[str, StringConstraints(strict=True, min_length=1, max_length=MAX_TEXT)]
    starts_on: CaseDate | None = None
    ends_on: CaseDate | None = None

    @model_validator(mode="after")
    def _names_its_year(self) -> Self:
        is_named = self.starts_on is not None and self.ends_on is not None
        if self.format == "icalendar" and not is_named:
            raise ValueError("starts_on and ends_on are needed with icalendar")
        if self.format == "csv" and (self.starts_on or self.ends_on):
            raise ValueError("a csv names its years in rows of kind year")
        return self


class SchoolBreakRead(Read):
    from_on: date
    to_on: date
    name: str | None = None


class SchoolYearDraft(Read):
    """A school year as it could be; it counts only once it is checked and sent as a new one."""

    district_id: UUID
    starts_on: date
    ends_on: date
    breaks: list[SchoolBreakRead]


class SchoolYearRead(SchoolYearDraft):
    id: UUID
    version: int


class MissingYear(Read):
    """A school year that nobody has entered: counts of school days in it are the earliest possible."""

    district_id: UUID
    starts_in: int = Field(description="Calendar year in which it begins.")


class SchoolYearList(Read):
    items: list[SchoolYearRead]
    missing_years: list[MissingYear] = Field(
        description="Gaps between the years kept, and this or the next year where it is not kept."
    )


class SchoolYearsImported(Read):
    items: list[SchoolYearRead]


class HolidayCreate(Write):
    """A day on which the program is closed: a public holiday or its own."""

    on_date: CaseDate
    name: Line
    is_public: bool = Field(
        default=False,
        description="A federal or State holiday: no business day. On the program's own closed days the law's clocks go on.",
    )


class HolidayUpdate(Write):
    """Merge patch. Another day is another entry."""

    name: Line = may_be_absent()
    is_public: Flag = may_be_absent()


class HolidaySeed(Write):
    """Asks for the federal and state holidays of a year."""

    year: Year


class HolidayRead(Read):
    id: UUID
    version: int
    on_date: date
    name: str
    is_public: bool


class HolidayList(Read):
    """Days of one year on which the program is closed; its other weekdays are working days."""

    year: int
    items: list[HolidayRead]
    missing_years: list[int] = Field(
        description="This year and the next where the public holidays are not kept: counts of business days there are the earliest possible."
    )


class HolidaysSeeded(Read):
    added: list[HolidayRead]
