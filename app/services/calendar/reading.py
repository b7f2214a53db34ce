"""School years out of files that districts hand out: all of a file, or nothing."""

import csv
import io
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Annotated, Any, Literal

from icalendar import Calendar, Component
from pydantic import BaseModel, BeforeValidator, ConfigDict, TypeAdapter, ValidationError

from app.errors import Unprocessable
from app.models.fields import CaseDate, Line
from app.models.schemas.calendar import SchoolYearImport

COLUMNS = ["kind", "from_on", "to_on", "name"]
MOST_ENTRIES = 1000
BYTE_ORDER_MARK = "\ufeff"
LINE = TypeAdapter[str](Line)
Break = dict[str, str]


class FileRefused(Unprocessable):
    code, title = "calendar-file-refused", "Nothing was taken from this file"
    detail = "Each bad row is in `errors`. Correct them and send the whole file again."


@dataclass
class Year:
    """One school year of a file; its breaks as they are stored."""

    starts_on: date
    ends_on: date
    breaks: list[Break] = field(default_factory=list)

    def holds(self, from_on: date, to_on: date) -> bool:
        return self.starts_on <= from_on and to_on <= self.ends_on

    def touches(self, from_on: date, to_on: date) -> bool:
        return from_on <= self.ends_on and self.starts_on <= to_on


class BadEvent(Exception):
    """Its sentence is ours, and may be shown."""


class Row(BaseModel):
    """One row of a CSV."""

    model_config = ConfigDict(extra="forbid", hide_input_in_errors=True)
    kind: Literal["year", "break"]
    from_on: CaseDate
    to_on: CaseDate
    name: Annotated[Line | None, BeforeValidator(lambda said: said or None)]


def read(body: SchoolYearImport) -> list[Year]:
    """Years by their first day. Raises: FileRefused."""
    text = body.text.removeprefix(BYTE_ORDER_MARK)
    if body.format == "csv":
        return _read_csv(text)
    assert body.starts_on is not None  # noqa: S101 - the shape requires both with icalendar
    assert body.ends_on is not None  # noqa: S101
    return [_read_icalendar(text, Year(body.starts_on, body.ends_on))]


def _read_csv(text: str) -> list[Year]:
    rows, bad = _rows(text)
    years = sorted(
        (Year(r.from_on, r.to_on) for r in rows.values() if r.kind == "year"),
        key=lambda year: year.starts_on,
    )
    for line, row in rows.items():
        if row.kind == "break":
            year = next((y for y in years if y.holds(row.from_on, row.to_on)), None)
            if year is None:
                bad.append(f"row {line}: the break lies in none of the file's years")
            else:
                year.breaks.append(_break(row.from_on, row.to_on, row.name))
    if not years and not bad:
        bad.append("there is no row of kind year")
    _refuse(bad)
    return years


def _rows(text: str) -> tuple[dict[int, Row], list[str]]:
    """Good rows by line number, the header being line 1, and what is wrong with the others."""
    reader = csv.DictReader(io.StringIO(text), strict=True)
    rows: dict[int, Row] = {}
    bad: list[str] = []
    try:
        if reader.fieldnames != COLUMNS:
            raise FileRefused(errors=[_error(f"the first line must be {','.join(COLUMNS)}")])
        for cells in reader:
            try:
                rows[reader.line_num] = Row.model_validate(cells)
            except ValidationError as error:
                bad.append(f"row {reader.line_num}: {_said(error)}")
    except csv.Error:
        bad.append(f"row {reader.line_num + 1}: is not CSV")
    if len(rows) > MOST_ENTRIES:
        bad.append(f"there are more than {MOST_ENTRIES} rows")
    return rows, bad


def _said(error: ValidationError) -> str:
    """Which columns are wrong; never what stands in them."""
    found = error.errors(include_input=False, include_url=False)
    known = [str(e["loc"][0]) for e in found if e["loc"] and e["loc"][0] in COLUMNS]
    return f"{', '.join(dict.fromkeys(known)) or 'the number of cells'} cannot be read"


def _read_icalendar(text: str, year: Year) -> Year:
    try:
        events = Calendar.from_ical(text).walk("VEVENT")
    except (ValueError, LookupError):
        raise FileRefused(errors=[_error("this is not iCalendar (RFC 5545)")]) from None
    bad: list[str] = []
    if len(events) > MOST_ENTRIES:
        bad.append(f"there are more than {MOST_ENTRIES} events")
    for n, event in enumerate(events[:MOST_ENTRIES], 1):
        try:
            year.breaks += _breaks_of(event, year)
        except BadEvent as error:
            bad.append(f"event {n}: {error}")
    _refuse(bad)
    return year


def _breaks_of(event: Component, year: Year) -> Iterator[Break]:
    """The event as a break of the year, if it is one. Raises: BadEvent."""
    span = _days_of(event)
    if span is None or not year.touches(*span):
        return
    if "RRULE" in event or "RDATE" in event:
        raise BadEvent("repeats; write each break as an event of its own")
    if not year.holds(*span):
        raise BadEvent(f"{span[0]} to {span[1]} is only partly inside the school year")
    yield _break(*span, _name_of(event))


def _days_of(event: Component) -> tuple[date, date] | None:
    """First and last day of an all-day event; None for one with a time of day, or a cancelled one."""
    first, end = _value(event, "DTSTART"), _value(event, "DTEND")
    if not isinstance(first, date):
        raise BadEvent("has no day on which it begins")
    if isinstance(first, datetime) or str(event.get("STATUS", "")).upper() == "CANCELLED":
        return None
    if end is None:
        return first, _last_day(first, _duration(event))
    if isinstance(end, datetime) or not isinstance(end, date) or end <= first:
        raise BadEvent("ends before it begins, or not on a day")
    # RFC 5545, 3.6.1: DTEND is not inside.
    return first, end - timedelta(days=1)


def _last_day(first: date, lasts: timedelta) -> date:
    try:
        return first + max(lasts - timedelta(days=1), timedelta())
    except OverflowError:
        raise BadEvent("lasts beyond every calendar") from None


def _duration(event: Component) -> timedelta:
    found = _value(event, "DURATION")
    return found if isinstance(found, timedelta) else timedelta(days=1)


def _value(event: Component, name: str) -> Any:
    """None for an absent property; also for a repeated or unreadable one, which says nothing certain."""
    try:
        return getattr(event.get(name), "dt", None) or getattr(event.get(name), "td", None)
    except ValueError:
        return None


def _name_of(event: Component) -> str | None:
    said = " ".join(str(event.get("SUMMARY", "")).split())
    if not said:
        return None
    try:
        return LINE.validate_python(said)
    except ValidationError:
        raise BadEvent("its summary is too long or has control characters") from None


def _break(from_on: date, to_on: date, name: str | None) -> Break:
    days = {"from_on": from_on.isoformat(), "to_on": to_on.isoformat()}
    return {**days, "name": name} if name else days


def _refuse(bad: list[str]) -> None:
    if bad:
        raise FileRefused(errors=[_error(said) for said in bad])


def _error(said: str) -> dict[str, str]:
    return {"pointer": "/text", "detail": said}
