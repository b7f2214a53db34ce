"""Facts that conditions ask for: stated ones, and those that follow from the file.

A stated fact is believed before a derived one. Each answers None when it
cannot be known.
"""

import re
from collections.abc import Callable
from datetime import date
from typing import Any

from app.services.rules.anchors import anchor
from app.services.rules.clocks import SCHOOL_YEARS
from app.services.rules.school import is_summer
from app.services.rules.situation import Situation

Value = bool | int | str | date | None
Fact = Callable[[Situation, date | None], Value]
"""What a fact says of a case, for a duty triggered on a day (None: not triggered)."""
Needed = tuple[str, ...]

PARAM = "param."
ABOUT = re.compile(r"(dbt|happened|not_yet|paused)\(([a-z0-9_.]+)\)", re.ASCII)
FAMILY_REASONS = frozenset({"partc.family_circumstances", "partc.no_consent"})
"""The only two excuses for the 45 days (34 CFR 303.310(b))."""
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
    derived = DERIVED.get(name)
    needed = (SCHOOL_YEARS,) if name == "third_birthday.in_summer_break" else (name,)
    return _stated_or(name, derived), needed


def _dbt(event: str) -> Fact:
    def days(situation: Situation, _: date | None) -> Value:
        found, third = situation.starting(event), anchor(situation, "third_birthday")
        return (third - found[0].on).days if found and third else None

    return days


def _happened(event: str) -> Fact:
    return lambda situation, _: event in situation.events


def _not_yet(event: str) -> Fact:
    def pending(situation: Situation, day: date | None) -> Value:
        found = situation.first(event)
        return found is None or day is None or day <= found.on

    return pending


def _paused(reason: str) -> Fact:
    return lambda situation, _: any(p.reason == reason for p in situation.pauses)


def _param(name: str) -> Fact:
    return lambda situation, _: situation.param(name)


def _stated_or(name: str, derived: Fact | None) -> Fact:
    def value(situation: Situation, day: date | None) -> Any:
        stated = situation.facts.get(name)
        return stated if stated is not None or derived is None else derived(situation, day)

    return value


def _found_ineligible(situation: Situation, _: date | None) -> Value:
    """The latest decision on Part C was against eligibility."""
    return _decided(situation, "eligibility.partc.decided") is False


def _delayed_by_family(situation: Situation, _: date | None) -> Value:
    """The family could not come, or had not consented, at some time since the referral."""
    referrals = situation.starting("referral.received")
    if not referrals:
        return False
    since = referrals[0].on
    return any(
        p.reason in FAMILY_REASONS and (p.to_on is None or p.to_on >= since)
        for p in situation.pauses
    )


def _partb_eligible(situation: Situation, _: date | None) -> Value:
    return _decided(situation, "partb.eligibility.decided")


def _decided(situation: Situation, event: str) -> bool | None:
    decisions = situation.events.get(event)
    said = decisions[-1].data.get("eligible") if decisions else None
    return said if isinstance(said, bool) else None


def _from_partc(situation: Situation, _: date | None) -> Value:
    """Known to be true once there was an IFSP; otherwise it has to be stated."""
    return "ifsp.initial.held" in situation.events or None


def _birthday_in_summer(situation: Situation, _: date | None) -> Value:
    third = anchor(situation, "third_birthday")
    return is_summer(situation.calendar.school_years, third) if third else None


_ABOUT: dict[str, Callable[[str], Fact]] = {
    "dbt": _dbt,
    "happened": _happened,
    "not_yet": _not_yet,
    "paused": _paused,
}
DERIVED: dict[str, Fact] = {
    "found_ineligible": _found_ineligible,
    "initial_ifsp_delayed_by_family": _delayed_by_family,
    "child.partb_eligible": _partb_eligible,
    "child.from_partc": _from_partc,
    "third_birthday.in_summer_break": _birthday_in_summer,
}
"""Facts that follow from the file when nobody stated them."""
