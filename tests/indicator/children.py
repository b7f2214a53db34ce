"""Children made by hand, and one indicator asked of them without a database."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any
from uuid import UUID, uuid4

from app.services import rulebook
from app.services.indicator import catalogue
from app.services.indicator.figures import Figures, tally
from app.services.indicator.finding import Finding
from app.services.indicator.measure import ask, question
from app.services.rules import Calendar, Span

THIRD = date(2025, 12, 1)
"""Third birthday of a child unless the test says otherwise."""
BORN = date(2022, 12, 1)
YEAR = Span(date(2025, 7, 1), date(2026, 6, 30))
TODAY = date(2026, 9, 1)


def before_three(days: int) -> date:
    return THIRD - timedelta(days=days)


@dataclass
class File:
    """A row as the query gives it."""

    jurisdiction: str = "us-ca"
    born_on: date = BORN
    district_id: UUID | None = None
    facts: Mapping[str, Any] = field(default_factory=dict)
    happened: list[tuple[date, str, dict[str, Any]]] = field(default_factory=list)
    paused: list[tuple[str, date, date | None]] = field(default_factory=list)
    referrals: list[date] = field(default_factory=list)
    noted: list[tuple[str, str, str | None, str | None, str | None]] = field(default_factory=list)
    id: UUID = field(default_factory=uuid4)

    def at(self, on: date, *types: str, **data: Any) -> "File":
        self.happened += [(on, type_, data) for type_ in types]
        return self

    def pause(self, reason: str, from_on: date, to_on: date | None) -> "File":
        self.paused.append((reason, from_on, to_on))
        return self

    @property
    def events(self) -> str:
        ordered = sorted(enumerate(self.happened), key=lambda item: (item[1][0], item[0]))
        return json.dumps([[str(on), f"{n:04}", type_, data] for n, (on, type_, data) in ordered])

    @property
    def pauses(self) -> str:
        ordered = sorted(self.paused, key=lambda p: p[1])
        return json.dumps([[str(a), "", str(b) if b else None, reason] for reason, a, b in ordered])

    @property
    def notes(self) -> str:
        return json.dumps(self.noted)

    @property
    def enrolments(self) -> str:
        return json.dumps([[str(day), "0000"] for day in self.referrals])


def served(**options: Any) -> File:
    """A child with an IFSP, found eligible in time for everything."""
    file = File(**options)
    start = file.born_on + timedelta(days=400)
    file.at(start, "referral.received")
    file.at(start + timedelta(days=20), "evaluation.completed", "assessment.child.completed")
    file.at(start + timedelta(days=22), "eligibility.partc.decided", eligible=True)
    file.at(start + timedelta(days=30), "ifsp.initial.held")
    return file.at(start + timedelta(days=31), "ifsp.consent.signed", services=["vision"])


def toddler(jurisdiction: str = "us-ca", **facts: Any) -> File:
    """Served, and potentially eligible for Part B unless the facts say otherwise."""
    return served(
        jurisdiction=jurisdiction, facts={"child.potentially_eligible_partb": True, **facts}
    )


def find(code: str, *files: File, period: Span = YEAR, today: date = TODAY) -> list[Finding]:
    found = ask(rulebook.load(), files, {None: Calendar()}, [question(code, period, today)])
    return [finding for _, finding in found[code]]


def place(code: str, file: File, **options: Any) -> str | None:
    """The cell or the reason for which the child is left out; None for no part of it."""
    found = find(code, file, **options)
    return (found[0].cell or found[0].exclusion) if found else None


def count(code: str, *files: File, population: int | None = None, **options: Any) -> Figures:
    held = catalogue.load()
    indicator = held.find(code)
    assert indicator is not None
    return tally(held, indicator, find(code, *files, **options), population)
