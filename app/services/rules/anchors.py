"""Days that follow from the birth date, the calendar or the file, by their names in the rulebook."""

from collections.abc import Callable, Mapping
from datetime import date

from app.services.rules.clocks import SCHOOL_YEARS
from app.services.rules.months import birthday
from app.services.rules.school import first_start_after, in_order
from app.services.rules.situation import Situation

Anchor = Callable[[Situation], date | None]
IFSP_MEETINGS = ("ifsp.initial.held", "ifsp.review.held", "ifsp.annual.held")
NEW_YORK_ENTRIES = ((1, 2), (7, 2))
"""Month and day on which New York admits to preschool: for births to June, and after."""
FIRST_HALF_YEAR_ENDS = 6
LAST_BIRTH_MONTH_FOR_SEPTEMBER = 8


def anchor(situation: Situation, name: str) -> date | None:
    """The day of that name: as stated among the facts, else derived; None when it is not known."""
    stated = situation.facts.get(name)
    if stated is not None:
        found = _as_date(stated)
        if found is not None:
            return found
    if name not in situation.anchors:
        situation.anchors[name] = ANCHORS[name](situation)
    return situation.anchors[name]


def needed_for(name: str) -> tuple[str, ...]:
    """What to ask for when the day of that name is not known."""
    return NEEDED.get(name, (name,))


def _as_date(value: object) -> date | None:
    if isinstance(value, date):
        return value
    try:
        return date.fromisoformat(str(value))
    except ValueError:
        return None


def leap_day(situation: Situation) -> str:
    """When a child of 29 February has its birthday in a common year: "feb28" or "mar1"."""
    policy = situation.place.params.get("leap_day_birth")
    said = policy.get("policy", policy.get("value")) if isinstance(policy, Mapping) else policy
    return "mar1" if said == "mar1" else "feb28"


def is_moved_birthday(situation: Situation, name: str) -> bool:
    """Whether that day is a birthday of a child of 29 February in a common year."""
    day = situation.anchors.get(name) if name.endswith("_birthday") else None
    return day is not None and day.day != situation.born_on.day


def _birthday(years: int) -> Anchor:
    return lambda s: birthday(s.born_on, years, leap_day(s))


def _school_year_start(situation: Situation) -> date | None:
    return first_start_after(situation.calendar.school_years, situation.today)


def _school_year_end(situation: Situation) -> date | None:
    ends = (y.ends_on for y in in_order(situation.calendar.school_years))
    return next((day for day in ends if day >= situation.today), None)


def _program_year_end(situation: Situation) -> date | None:
    """30 June on or after the third birthday."""
    third = anchor(situation, "third_birthday")
    return third and june_30(third)


def _first_cpse_eligible_date(situation: Situation) -> date | None:
    born_on = situation.born_on
    month, day = NEW_YORK_ENTRIES[born_on.month > FIRST_HALF_YEAR_ENDS]
    return date(birthday(born_on, 3).year, month, day)


def _meeting_nearest_second_birthday(situation: Situation) -> date | None:
    second = birthday(situation.born_on, 2, leap_day(situation))
    held = [e.on for kind in IFSP_MEETINGS for e in situation.events.get(kind, ())]
    return min(held, key=lambda day: (abs((day - second).days), day), default=None)


def _april_1_before_partb_entry(situation: Situation) -> date | None:
    """1 April of the year in which the child is two by 30 September (12VAC35-225-190)."""
    second = birthday(situation.born_on, 2, leap_day(situation))
    is_by_then = second <= date(second.year, 9, 30)
    return date(second.year if is_by_then else second.year + 1, 4, 1)


def _new_york_extension_end(situation: Situation) -> date | None:
    """1 September for births to August, else 2 January of the next year (Public Health Law 2541)."""
    third = birthday(situation.born_on, 3)
    is_by_august = situation.born_on.month <= LAST_BIRTH_MONTH_FOR_SEPTEMBER
    return date(third.year, 9, 1) if is_by_august else date(third.year + 1, 1, 2)


def june_30(day: date) -> date:
    """30 June on or after a day."""
    end = date(day.year, 6, 30)
    return end if day <= end else date(day.year + 1, 6, 30)


def _extension_end(situation: Situation) -> date | None:
    """As the jurisdiction says when its extended option ends: `ends` names another anchor."""
    option = situation.place.params.get("extended_option")
    ends = option.get("ends") if isinstance(option, Mapping) else None
    return anchor(situation, ends) if isinstance(ends, str) and ends in ANCHORS else None


def _start_of_school_after(birthday_name: str) -> Anchor:
    def start(situation: Situation) -> date | None:
        day = anchor(situation, birthday_name)
        return day and first_start_after(situation.calendar.school_years, day)

    return start


ANCHORS: dict[str, Anchor] = {
    "second_birthday": _birthday(2),
    "third_birthday": _birthday(3),
    "fourth_birthday": _birthday(4),
    "fifth_birthday": _birthday(5),
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
