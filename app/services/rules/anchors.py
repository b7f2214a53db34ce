"""Days that follow from the birth date, the calendar or the file, by their names in the rulebook."""

from collections.abc import Callable, Mapping
from datetime import date
from functools import lru_cache

from app.services.rules.clocks import SCHOOL_YEARS
from app.services.rules.days import Day, birthday_on, number
from app.services.rules.flat import apart, once
from app.services.rules.school import school_of
from app.services.rules.situation import Situation

Anchor = Callable[[Situation], Day | None]
IFSP_MEETINGS = ("ifsp.initial.held", "ifsp.review.held", "ifsp.annual.held")
LEAP_DAY = (2, 29)
NEW_YORK_ENTRIES = ((1, 2), (7, 2))
"""Month and day on which New York admits to preschool: for births to June, and after."""
FIRST_HALF_YEAR_ENDS = 6
LAST_BIRTH_MONTH_FOR_SEPTEMBER = 8


@once
def anchor(situation: Situation, name: str) -> Day | None:
    """The day of that name: as stated among the facts, else derived; None when it is not known."""
    day = situation.anchors.get(name)
    return _found(situation, name) if day is None else day


@apart
def _found(situation: Situation, name: str) -> Day | None:
    anchors = situation.anchors
    if name not in anchors:
        said = situation.facts.get(name)
        day = None if said is None else _stated_day(said)
        anchors[name] = ANCHORS[name](situation) if day is None else day
    return anchors[name]


def needed_for(name: str) -> tuple[str, ...]:
    """What to ask for when the day of that name is not known."""
    return NEEDED.get(name, (name,))


def _stated_day(value: object) -> Day | None:
    if isinstance(value, date):
        return number(value)
    try:
        return number(date.fromisoformat(str(value)))
    except ValueError:
        return None


def leap_day(situation: Situation) -> str:
    """When a child of 29 February has its birthday in a common year: "feb28" or "mar1"."""
    return situation.place.leap_day


def is_moved_birthday(situation: Situation, name: str) -> bool:
    """Whether that day is a birthday of a child of 29 February in a common year."""
    born_on = situation.case.born_on
    if (born_on.month, born_on.day) != LEAP_DAY or name not in BIRTHDAYS:
        return False
    day = anchor(situation, name)
    return day is not None and date.fromordinal(day).day != born_on.day


def _birthday(years: int) -> Anchor:
    return lambda s: birthday_on(s.born, years, leap_day(s))


def _school_year_start(situation: Situation) -> Day | None:
    return school_of(situation.calendar).first_start_after(situation.today)


def _school_year_end(situation: Situation) -> Day | None:
    ends = (year.last for year in school_of(situation.calendar).years)
    return next((day for day in ends if day >= situation.today), None)


def _program_year_end(situation: Situation) -> Day | None:
    """30 June on or after the third birthday."""
    third = anchor(situation, "third_birthday")
    return None if third is None else june_30(third)


def _first_cpse_eligible_date(situation: Situation) -> Day | None:
    born_on = situation.case.born_on
    month, day = NEW_YORK_ENTRIES[born_on.month > FIRST_HALF_YEAR_ENDS]
    return number(date(born_on.year + 3, month, day))


def _meeting_nearest_second_birthday(situation: Situation) -> Day | None:
    second = birthday_on(situation.born, 2, leap_day(situation))
    held = [e.day for kind in IFSP_MEETINGS for e in situation.events.get(kind, ())]
    return min(held, key=lambda day: (abs(day - second), day), default=None)


def _april_1_before_partb_entry(situation: Situation) -> Day | None:
    """1 April of the year in which the child is two by 30 September (12VAC35-225-190)."""
    second = date.fromordinal(birthday_on(situation.born, 2, leap_day(situation)))
    is_by_then = second <= date(second.year, 9, 30)
    return number(date(second.year if is_by_then else second.year + 1, 4, 1))


def _new_york_extension_end(situation: Situation) -> Day | None:
    """1 September for births to August, else 2 January of the next year (Public Health Law 2541)."""
    born_on = situation.case.born_on
    is_by_august = born_on.month <= LAST_BIRTH_MONTH_FOR_SEPTEMBER
    end = date(born_on.year + 3, 9, 1) if is_by_august else date(born_on.year + 4, 1, 2)
    return number(end)


@lru_cache(maxsize=1 << 12)
def june_30(day: Day) -> Day:
    """30 June on or after a day."""
    year = date.fromordinal(day).year
    end = number(date(year, 6, 30))
    return end if day <= end else number(date(year + 1, 6, 30))


def _extension_end(situation: Situation) -> Day | None:
    """As the jurisdiction says when its extended option ends: `ends` names another anchor."""
    option = situation.place.params.get("extended_option")
    ends = option.get("ends") if isinstance(option, Mapping) else None
    return anchor(situation, ends) if isinstance(ends, str) and ends in ANCHORS else None


def _start_of_school_after(birthday_name: str) -> Anchor:
    def start(situation: Situation) -> Day | None:
        day = anchor(situation, birthday_name)
        return None if day is None else school_of(situation.calendar).first_start_after(day)

    return start


BIRTHDAYS: dict[str, Anchor] = {
    "second_birthday": _birthday(2),
    "third_birthday": _birthday(3),
    "fourth_birthday": _birthday(4),
    "fifth_birthday": _birthday(5),
}
ANCHORS: dict[str, Anchor] = {
    **BIRTHDAYS,
    "school_year_start": _school_year_start,
    "school_year_end": _school_year_end,
    "school_year_start_after_third_birthday": _start_of_school_after("third_birthday"),
    "school_year_start_after_fourth_birthday": _start_of_school_after("fourth_birthday"),
    "program_year_end": _program_year_end,
    "first_cpse_eligible_date": _first_cpse_eligible_date,
    "ifsp_meeting_nearest_second_birthday": _meeting_nearest_second_birthday,
    "april_1_before_partb_entry": _april_1_before_partb_entry,
    "new_york_extension_end": _new_york_extension_end,
    "extension_end": _extension_end,
}
NEEDED: dict[str, tuple[str, ...]] = {
    "school_year_start": (SCHOOL_YEARS,),
    "school_year_end": (SCHOOL_YEARS,),
    "school_year_start_after_third_birthday": (SCHOOL_YEARS,),
    "school_year_start_after_fourth_birthday": (SCHOOL_YEARS,),
    "ifsp_meeting_nearest_second_birthday": ("ifsp.initial.held",),
}
