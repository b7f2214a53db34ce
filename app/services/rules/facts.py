"""Facts that conditions ask for: stated ones, and those that follow from the file.

A stated fact is believed before a derived one. Each answers None when it
cannot be known.
"""

import re
from collections.abc import Callable
from typing import Any

from app.services.rules import pausing
from app.services.rules.anchors import ANCHORS, IFSP_MEETINGS, anchor
from app.services.rules.clocks import SCHOOL_YEARS
from app.services.rules.days import Day
from app.services.rules.flat import once
from app.services.rules.school import school_of
from app.services.rules.situation import IMPLIED, Situation, first_day, start_day, stated, stops_for

Value = bool | int | str | None
Fact = Callable[[Situation, Day | None], Value]
"""What a fact says of a case, for a duty triggered on a day (None: not triggered)."""
Derived = Callable[[Situation], Value]
Needed = tuple[str, ...]

PARAM = "param."
NOT_YET = "not_yet("
ABOUT = re.compile(r"(dbt|happened|not_yet|paused)\(([a-z0-9_.]+)\)", re.ASCII)
FAMILY_REASONS = frozenset({"partc.family_circumstances", "partc.no_consent"})
"""The only two excuses for the 45 days (34 CFR 303.310(b))."""
BEGINNINGS = ("referral.received", "eligibility.partc.decided", "ifsp.initial.held")
"""Any of them says that the child came to Part C."""
FORMS = {
    "dbt": "days before the third birthday on the day of the first such event",
    "happened": "whether such an event has happened",
    "not_yet": "whether no such event came before the day that triggers the duty",
    "paused": "whether a pause for this reason has been recorded",
}
"""Facts about an event or a pause reason, written as form(name)."""


def fact(name: str) -> tuple[Fact, Needed]:
    """How to find a fact, and what to ask for when it is not known. Raises: KeyError, unknown form."""
    if found := ABOUT.fullmatch(name):
        form, about = found.groups()
        return _ABOUT[form](about), (about,)
    if name.startswith(PARAM):
        return _param(name.removeprefix(PARAM)), (name,)
    if name in DERIVED:
        return (lambda situation, _: derived(situation, name)), NEEDED.get(name, (name,))
    return (lambda situation, _: stated(situation, name)), NEEDED.get(name, (name,))


def _dbt(event: str) -> Fact:
    def days(situation: Situation, _: Day | None) -> Value:
        day, third = start_day(situation, event), anchor(situation, "third_birthday")
        return None if day is None or third is None else third - day

    return days


def _happened(event: str) -> Fact:
    return lambda situation, _: first_day(situation, event) is not None


def _not_yet(event: str) -> Fact:
    def pending(situation: Situation, day: Day | None) -> Value:
        first = first_day(situation, event)
        return first is None or day is None or day <= first

    return pending


def _paused(reason: str) -> Fact:
    return lambda situation, _: any(stop.reason == reason for stop in situation.pauses)


def _param(name: str) -> Fact:
    return lambda situation, day: situation.param(name, day)


@once
def derived(situation: Situation, name: str) -> Any:
    """A fact that follows from the file where nobody stated it."""
    said = stated(situation, name)
    return DERIVED[name](situation) if said is None else said


def _found_ineligible(situation: Situation) -> Value:
    """The latest decision on Part C was against eligibility."""
    return _last_decision(situation, "eligibility.partc.decided") is False


def _ineligible_at_first(situation: Situation) -> Value:
    """Found not eligible before there was an IFSP meeting."""
    if derived(situation, "found_ineligible") is not True:
        return False
    held = first_day(situation, "ifsp.initial.held")
    if held is None or first_day(situation, "eligibility.partc.decided") is None:
        return held is None
    return held > situation.events["eligibility.partc.decided"][-1].day


def _delayed_by_family(situation: Situation) -> Value:
    """The family could not come, or had not consented, at some time since the referral."""
    referral = start_day(situation, "referral.received")
    if referral is None:
        return False
    stops = stops_for(situation, FAMILY_REASONS)
    return pausing.reaches(stops, referral) if stops else False


def _partb_eligible(situation: Situation) -> Value:
    said = _last_decision(situation, "partb.eligibility.decided")
    return said if isinstance(said, bool) else None


def _last_decision(situation: Situation, event: str) -> object:
    """What the latest decision of that kind says of eligibility."""
    if first_day(situation, event) is None:
        return None
    return situation.events[event][-1].data.get("eligible")


def _from_partc(situation: Situation) -> Value:
    """Known to be true once there was an IFSP; otherwise it has to be stated."""
    return True if first_day(situation, "ifsp.initial.held") is not None else None


def _in_partc(situation: Situation) -> Value:
    """Known to be true once something of Part C has happened; otherwise it has to be stated."""
    for event in BEGINNINGS:
        if first_day(situation, event) is not None:
            return True
    return None


def _birthday_in_summer(situation: Situation) -> Value:
    third = anchor(situation, "third_birthday")
    return None if third is None else school_of(situation.calendar).is_summer(third)


_ABOUT: dict[str, Callable[[str], Fact]] = {
    "dbt": _dbt,
    "happened": _happened,
    "not_yet": _not_yet,
    "paused": _paused,
}
DERIVED: dict[str, Derived] = {
    "found_ineligible": _found_ineligible,
    "ineligible_at_first": _ineligible_at_first,
    "initial_ifsp_delayed_by_family": _delayed_by_family,
    "child.partb_eligible": _partb_eligible,
    "child.in_partc": _in_partc,
    "child.from_partc": _from_partc,
    "third_birthday.in_summer_break": _birthday_in_summer,
}
"""Facts that follow from the file when nobody stated them."""

NEEDED: dict[str, Needed] = {
    "child.in_partc": ("referral.received",),
    "third_birthday.in_summer_break": (SCHOOL_YEARS,),
}
"""What to ask for, where it is something else than the fact."""

FOLLOWS_FROM: dict[str, tuple[str, ...]] = {
    "found_ineligible": ("eligibility.partc.decided",),
    "ineligible_at_first": ("found_ineligible", "ifsp.initial.held"),
    "initial_ifsp_delayed_by_family": ("referral.received", *sorted(FAMILY_REASONS)),
    "child.partb_eligible": ("partb.eligibility.decided",),
    "child.in_partc": BEGINNINGS,
    "child.from_partc": ("ifsp.initial.held",),
    "third_birthday.in_summer_break": ("third_birthday",),
    "ifsp_meeting_nearest_second_birthday": IFSP_MEETINGS,
    "program_year_end": ("third_birthday",),
    "school_year_start_after_third_birthday": ("third_birthday",),
    "school_year_start_after_fourth_birthday": ("fourth_birthday",),
    "extension_end": tuple(ANCHORS),
    **{implied: (kind,) for kind, implied in IMPLIED.items()},
}
"""What a name is looked up in, beside the birth date and the calendar."""
