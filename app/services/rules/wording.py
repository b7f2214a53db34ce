"""Words of the explanations: days, units and names as a reader says them."""

from collections.abc import Sequence
from datetime import date
from functools import lru_cache

from app.services.rules.days import Day, civil_day
from app.services.rules.pausing import Counted

MONTHS = (
    "January", "February", "March", "April", "May", "June", "July",
    "August", "September", "October", "November", "December",
)  # fmt: skip
WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
UNITS = {
    "cd": "calendar day",
    "bd": "business day",
    "sd": "school day",
    "swd": "school working day",
    "wd": "working day",
    "mo": "month",
    "yr": "year",
}
SPELLED = {
    "partb": "Part B", "partc": "Part C", "iep": "IEP", "ifsp": "IFSP", "lea": "LEA", "sea": "SEA",
    "pwn": "prior written notice", "rc": "regional center", "dueprocess": "due process", "cpse": "CPSE",
    "immunisation": "immunization", "programme": "program", "authorised": "authorized",
}  # fmt: skip


@lru_cache(maxsize=1 << 12)
def long_day(day: Day | date) -> str:
    """Such as "Monday 1 December 2025"."""
    return f"{WEEKDAYS[civil_day(day).weekday()]} {short_day(day)}"


@lru_cache(maxsize=1 << 12)
def short_day(day: Day | date) -> str:
    """Such as "1 December 2025"."""
    said = civil_day(day)
    return f"{said.day} {MONTHS[said.month - 1]} {said.year}"


def span(first: Day | date, last: Day | date | None) -> str:
    """Such as "20-29 December 2025" or "22 December 2025 - 4 January 2026"."""
    if last is None:
        return f"from {short_day(first)}, without an end yet"
    begins, ends = civil_day(first), civil_day(last)
    if (begins.year, begins.month) == (ends.year, ends.month):
        return short_day(ends) if begins == ends else f"{begins.day}-{short_day(ends)}"
    return f"{short_day(begins)} - {short_day(ends)}"


def count(n: int, unit: str) -> str:
    """Such as "45 calendar days" or "1 month"."""
    return f"{n} {UNITS[unit]}{'' if n == 1 else 's'}"


def paused(n: int, unit: str) -> str:
    """Such as "10 days" or, where not every day counts, "5 school days"."""
    return count(n, unit).replace("calendar ", "")


@lru_cache(maxsize=512)
def name(word: str) -> str:
    """A name of the rulebook in words: "partb.iep.held" is "Part B IEP held"."""
    parts = word.replace("_", ".").split(".")
    said = " ".join(SPELLED.get(part, part) for part in parts)
    return said[:1].upper() + said[1:]


def reason(pause: Counted) -> str:
    """The reason of a pause: "partc.family_circumstances" is "family circumstances"."""
    return pause.reason.rsplit(".", 1)[-1].replace("_", " ")


def listed(words: Sequence[str], joint: str = "and") -> str:
    """Names of the rulebook, joined in words."""
    said = [name(word) for word in words]
    return said[0] if len(said) == 1 else f"{', '.join(said[:-1])} {joint} {said[-1]}"
