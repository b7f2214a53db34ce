"""Somebody who may import a district's calendar, and whose file is made to break its reader."""

import time

import pytest

from tests.factories.problem import assert_problem
from tests.factories.world import World

LONGEST_SECONDS = 1.5


def event(*lines: str) -> str:
    return "\r\n".join(
        (
            "BEGIN:VCALENDAR",
            "VERSION:2.0",
            "PRODID:x",
            "BEGIN:VEVENT",
            *lines,
            "END:VEVENT",
            "END:VCALENDAR",
        )
    )


CALENDARS = {
    "an endless duration": event("DTSTART;VALUE=DATE:20260105", "DURATION:P999999999D"),
    "a duration beyond measure": event("DTSTART;VALUE=DATE:20260105", "DURATION:P99999999999999W"),
    "the last day there is": event("DTSTART;VALUE=DATE:99991231", "DURATION:P2D"),
    "no day": event("DTSTART;VALUE=DATE:20261399"),
    "the day nought": event("DTSTART;VALUE=DATE:00000000"),
    "a zone made up": event("DTSTART;TZID=../../etc/passwd:20260105T000000"),
    "calendars within calendars": "BEGIN:VCALENDAR\r\n" * 6000,
    "closed calendars within calendars": "BEGIN:VCALENDAR\r\n" * 3000 + "END:VCALENDAR\r\n" * 3000,
    "events within events": event(*["BEGIN:VEVENT"] * 3000, *["END:VEVENT"] * 3000),
    "one long fold": event("DTSTART;VALUE=DATE:20260105", "SUMMARY:" + "x\r\n " * 20_000),
    "many parameters": event("DTSTART" + ";X=Y" * 20_000 + ":20260105"),
    "one long quote": event('SUMMARY;X="' + "a" * 90_000, "DTSTART;VALUE=DATE:20260105"),
    "many backslashes": event("DTSTART;VALUE=DATE:20260105", "SUMMARY:" + "\\" * 90_000),
    "many events": "BEGIN:VCALENDAR\r\n"
    + "BEGIN:VEVENT\r\nEND:VEVENT\r\n" * 3400
    + "END:VCALENDAR",
    "a recurrence": event("DTSTART;VALUE=DATE:20260105", "RRULE:FREQ=SECONDLY;COUNT=99999999"),
    "NUL in the name": event("DTSTART;VALUE=DATE:20260105", "SUMMARY:a\x00b"),
    "nothing of the kind": "x" * 90_000,
}
TABLES = {
    "one long cell": "kind,from_on,to_on,name\n" + "x" * 90_000,
    "one open quote": 'kind,from_on,to_on,name\n"' + "x\n" * 40_000,
    "many cells": "kind,from_on,to_on,name\n" + "," * 90_000,
    "many rows": "kind,from_on,to_on,name\n" + "break,2026-01-01,2026-01-02,\n" * 3000,
    "NUL": "kind,from_on,to_on,name\nyear,2026-08-18,2027-06-05,a\x00b",
    "a formula": "kind,from_on,to_on,name\n=cmd|'/c calc'!A1,2026-08-18,2027-06-05,x",
}


async def sent(world: World, **body: str) -> None:
    """The file is refused, in time."""
    began = time.perf_counter()
    answer = await world.supervisor.post(
        "/v1/calendars/school/import", {"district_id": str(world.district_id), **body}
    )
    assert time.perf_counter() - began < LONGEST_SECONDS
    assert answer.status_code in {409, 422}, answer.text
    assert_problem(answer, answer.status_code, answer.json()["type"].removeprefix("/problems/"))
    assert "x" * 200 not in answer.text


@pytest.mark.parametrize("name", CALENDARS)
async def test_a_calendar_made_to_break_its_reader_is_refused_in_time(
    world: World, name: str
) -> None:
    await sent(
        world,
        format="icalendar",
        text=CALENDARS[name],
        starts_on="2025-08-18",
        ends_on="2026-06-05",
    )


@pytest.mark.parametrize("name", TABLES)
async def test_a_table_made_to_break_its_reader_is_refused_in_time(world: World, name: str) -> None:
    await sent(world, format="csv", text=TABLES[name])
