"""A way to ask the rulebook about one case, with dates as text."""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import Any

from app.services import rulebook
from app.services.rules import (
    Calendar,
    CaseFacts,
    Event,
    Obligation,
    Pause,
    SchoolYear,
    Span,
    evaluate,
)

BORN_ON = "2024-06-15"
Told = Sequence[tuple[str, str] | tuple[str, str, Mapping[str, Any]]]
"""Events: type, day and, where it matters, what they carry."""

WINTER = ("2025-12-22", "2026-01-02")
SCHOOL = Calendar(
    frozenset(map(date.fromisoformat, ("2025-12-25", "2026-01-01", "2026-01-19", "2026-02-16"))),
    (
        SchoolYear(date(2024, 8, 19), date(2025, 6, 12)),
        SchoolYear(
            date(2025, 8, 13), date(2026, 6, 5), (Span(date(2025, 12, 22), date(2026, 1, 2)),)
        ),
        SchoolYear(date(2026, 8, 12), date(2027, 6, 4)),
    ),
)
"""A California district: ten schooldays off in winter, and two summers."""


def a_case(
    place: str = "us",
    *,
    born_on: str = BORN_ON,
    events: Told = (),
    pauses: Sequence[tuple[str, str, str | None]] = (),
    facts: Mapping[str, Any] | None = None,
    calendar: Calendar | None = None,
) -> CaseFacts:
    """One case. Pauses: reason, first day, last day or None."""
    return CaseFacts(
        jurisdiction=place,
        born_on=date.fromisoformat(born_on),
        events=tuple(Event(e[0], date.fromisoformat(e[1]), *e[2:]) for e in events),
        pauses=tuple(
            Pause(reason, date.fromisoformat(first), date.fromisoformat(last) if last else None)
            for reason, first, last in pauses
        ),
        facts=facts or {},
        calendar=calendar,
    )


def ask_all(
    rule_id: str, place: str = "us", as_of: str | None = None, **case: Any
) -> list[Obligation]:
    """Every occurrence of a rule. `as_of` None: the day after the last event, or the birth."""
    asked = a_case(place, **case)
    last = max((e.on for e in asked.events), default=asked.born_on) + timedelta(days=1)
    today = date.fromisoformat(as_of) if as_of else last
    return list(evaluate(rulebook.load(), asked, today, rules=[rule_id]))


def ask(rule_id: str, place: str = "us", as_of: str | None = None, **case: Any) -> Obligation:
    """The only obligation of a rule."""
    (only,) = ask_all(rule_id, place, as_of, **case)
    return only


def day(text: str) -> date:
    return date.fromisoformat(text)
