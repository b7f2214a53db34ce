"""School years from files: CSV and iCalendar, with every bad row named."""

from typing import Any

import pytest

from tests.factories.problem import assert_problem
from tests.factories.world import World

IMPORT = "/v1/calendars/school/import"
HEADER = "kind,from_on,to_on,name\n"
YEAR = "year,2030-08-19,2031-06-06,\n"
YEAR_DAYS = {"starts_on": "2030-08-19", "ends_on": "2031-06-06"}


def body(world: World, text: str, **changes: Any) -> dict[str, Any]:
    return {"district_id": str(world.district_id), "format": "csv", "text": text, **changes}


def event(*lines: str) -> str:
    return "\r\n".join(["BEGIN:VEVENT", "UID:1", *lines, "END:VEVENT", ""])


def feed(*events: str) -> str:
    return f"BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//x//y\r\n{''.join(events)}END:VCALENDAR\r\n"


async def refusals(world: World, sent: dict[str, Any]) -> list[str]:
    """Details of every error; nothing may have been kept."""
    response = await world.supervisor.post(IMPORT, sent)
    found = assert_problem(response, 422, "calendar-file-refused")["errors"]
    rows = await world.look(
        "select count(*) from eb.school_calendar where tenant_id = :t and starts_on > '2030-01-01'",
        t=world.program_id,
    )
    assert rows[0][0] == 0
    return [e["detail"] for e in found]


async def test_a_csv_brings_years_and_their_breaks(world: World) -> None:
    text = (
        "\ufeff" + HEADER + YEAR + "break,2030-12-23,2031-01-03,=Winter\n"
        "year,2031-08-18,2032-06-04,\nbreak,2031-11-26,2031-11-28,Thanksgiving\n"
    )
    response = await world.supervisor.post(IMPORT, body(world, text))
    assert response.status_code == 201, response.text
    first, second = response.json()["items"]
    assert first["starts_on"] == "2030-08-19"
    assert first["breaks"] == [{"from_on": "2030-12-23", "to_on": "2031-01-03", "name": "=Winter"}]
    assert [b["name"] for b in second["breaks"]] == ["Thanksgiving"]
    for year in (first, second):
        [act] = (await world.coordinator.get(f"/v1/calendars/school/{year['id']}/history")).json()[
            "items"
        ]
        assert (act["act"], act["comment"]) == ("created", "From a file: csv.")


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("from_on,to_on\n", ["the first line must be kind,from_on,to_on,name"]),
        (HEADER, ["there is no row of kind year"]),
        (HEADER + YEAR + "holiday,2030-12-23,2030-12-24,\n", ["row 3: kind cannot be read"]),
        (HEADER + YEAR + "break,12/23/2030,2030-12-33,\n", ["row 3: from_on, to_on cannot be read"]),
        (HEADER + YEAR + "break,2030-12-23\n", ["row 3: to_on cannot be read"]),
        (HEADER + YEAR + "break,2030-12-23,2030-12-24,a,b\n", ["row 3: the number of cells cannot be read"]),
        (HEADER + YEAR + "break,2030-12-23,2030-12-24,a\x07b\n", ["row 3: name cannot be read"]),
        (HEADER + YEAR + 'break,2030-12-23,2030-12-24,"a\n', ["row 3: is not CSV"]),
        (
            HEADER + YEAR + "break,2029-12-23,2029-12-24,\nbreak,x,2030-12-24,\n",
            ["row 4: from_on cannot be read", "row 3: the break lies in none of the file's years"],
        ),
    ],
)  # fmt: skip
async def test_each_bad_row_of_a_csv_is_named_and_nothing_is_taken(
    world: World, text: str, said: list[str]
) -> None:
    assert await refusals(world, body(world, text)) == said


async def test_a_csv_whose_years_cannot_be_right_is_refused_whole(world: World) -> None:
    text = HEADER + YEAR + "year,2031-05-01,2032-03-05,\n"
    refused = await world.supervisor.post(IMPORT, body(world, text))
    assert_problem(refused, 409, "school-years-overlap")
    assert_problem(
        await world.supervisor.post(IMPORT, body(world, HEADER + YEAR, **YEAR_DAYS)),
        422, "invalid-request",
    )  # fmt: skip


async def test_all_day_events_of_an_icalendar_are_breaks(world: World) -> None:
    text = feed(
        event("DTSTART;VALUE=DATE:20301223", "DTEND;VALUE=DATE:20310104", "SUMMARY:Winter recess"),
        event("DTSTART;VALUE=DATE:20310217", "SUMMARY:Presidents' Day"),
        event("DTSTART;VALUE=DATE:20310401", "DURATION:P5D", "SUMMARY:Spring"),
        event("DTSTART:20301001T180000Z", "DTEND:20301001T190000Z", "SUMMARY:Parents' evening"),
        event("DTSTART;VALUE=DATE:20310505", "STATUS:CANCELLED", "SUMMARY:Called off"),
        event("DTSTART;VALUE=DATE:20320505", "RRULE:FREQ=YEARLY", "SUMMARY:Another year's"),
    )
    response = await world.supervisor.post(
        IMPORT, body(world, text, format="icalendar", **YEAR_DAYS)
    )
    assert response.status_code == 201, response.text
    breaks = response.json()["items"][0]["breaks"]
    assert [(b["from_on"], b["to_on"], b["name"]) for b in breaks] == [
        ("2030-12-23", "2031-01-03", "Winter recess"),
        ("2031-02-17", "2031-02-17", "Presidents' Day"),
        ("2031-04-01", "2031-04-05", "Spring"),
    ]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("not a calendar", "this is not iCalendar (RFC 5545)"),
        (feed(event("SUMMARY:x")), "event 1: has no day on which it begins"),
        (feed(event("DTSTART;VALUE=DATE:20301399")), "event 1: has no day on which it begins"),
        (
            feed(event("DTSTART;VALUE=DATE:20301223", "DTEND;VALUE=DATE:20301223")),
            "event 1: ends before it begins, or not on a day",
        ),
        (
            feed(event("DTSTART;VALUE=DATE:20301223", "RRULE:FREQ=WEEKLY")),
            "event 1: repeats; write each break as an event of its own",
        ),
        (
            feed(event("DTSTART;VALUE=DATE:20310601", "DTEND;VALUE=DATE:20310701")),
            "event 1: 2031-06-01 to 2031-06-30 is only partly inside the school year",
        ),
        (
            feed(event("DTSTART;VALUE=DATE:20301223", "SUMMARY:a\x07b")),
            "event 1: its summary is too long or has control characters",
        ),
    ],
)
async def test_each_bad_event_of_an_icalendar_is_named(world: World, text: str, said: str) -> None:
    sent = body(world, text, format="icalendar", **YEAR_DAYS)
    assert await refusals(world, sent) == [said]


async def test_an_icalendar_needs_the_days_of_its_year(world: World) -> None:
    refused = await world.supervisor.post(IMPORT, body(world, feed(), format="icalendar"))
    assert "starts_on" in assert_problem(refused, 422, "invalid-request")["errors"][0]["detail"]


async def test_more_than_a_quarter_of_a_megabyte_is_refused(world: World) -> None:
    refused = await world.supervisor.post(IMPORT, body(world, "x" * 263_000))
    assert_problem(refused, 413, "body-too-large")
