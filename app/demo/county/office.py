"""On which days the program's office works."""

from datetime import date, timedelta

SATURDAY = 5


def closures(year: int) -> dict[date, str]:
    """Days the program itself closes, none of them a federal or state holiday."""
    staff_day = nth_weekday(year, 5, SATURDAY - 1, 1)
    winter = [date(year, 12, day) for day in range(27, 31)]
    return {staff_day: "Staff development day"} | {
        day: "Winter closure" for day in winter if day.weekday() < SATURDAY
    }


def office_day(on: date) -> date:
    """Last working day of the office on or before `on`."""
    while on.weekday() >= SATURDAY or on in closures(on.year):
        on -= timedelta(days=1)
    return on


def nth_weekday(year: int, month: int, weekday: int, nth: int) -> date:
    """The `nth` such weekday of the month, Monday being 0."""
    first = date(year, month, 1)
    return first + timedelta(days=(weekday - first.weekday()) % 7 + 7 * (nth - 1))
