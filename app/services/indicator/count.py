"""Children counted on one day: C2, C5 and C6."""

from collections import Counter
from datetime import date

from app.services.indicator.catalogue import Catalogue
from app.services.indicator.child import CONSENT, EXIT, Child
from app.services.indicator.finding import Finding, Question
from app.services.rules import Event, Span
from app.services.rules.months import birthday

SETTINGS = ("home", "community", "other")
WITH_IFSP = "with_ifsp"


def counted_on(catalogue: Catalogue, period: Span, today: date) -> date:
    """The last day of counting in the period that has come; without one, the period's last day so far."""
    days = map(catalogue.count_day.of, range(period.to_on.year, period.from_on.year - 1, -1))
    found = (d for d in days if d in period and d <= today)
    return next(found, min(period.to_on, today))


def has_ifsp(child: Child, day: date) -> bool:
    """Whether a signed IFSP was in force; the day of the exit is the last one in it."""
    signed = child.last(CONSENT, until=day)
    if signed is None or child.third_birthday <= day:
        return False
    ended = (e for e in child.case.events if e.type in {EXIT, "case.closed"})
    return not any(signed.on <= e.on < day for e in ended)


def under_one(child: Child, q: Question) -> Finding | None:
    is_infant = birthday(child.case.born_on, 1) > q.counted_on
    return under_three(child, q) if is_infant else None


def under_three(child: Child, q: Question) -> Finding | None:
    return Finding(cell=WITH_IFSP) if has_ifsp(child, q.counted_on) else None


def setting(child: Child, q: Question) -> Finding | None:
    """C2: where the child is mainly served, as the latest plan of each service says."""
    if not has_ifsp(child, q.counted_on):
        return None
    plans: dict[str, Event] = {}
    for event in child.case.events:
        if event.type == "ifsp.service.planned" and event.on <= q.counted_on:
            plans[str(event.data.get("service", ""))] = event
    placed = [
        (e.data["setting"], _minutes(e))
        for e in plans.values()
        if e.data.get("setting") in SETTINGS
    ]
    if not placed:
        return Finding(exclusion="setting_unknown")
    is_timed = any(minutes for _, minutes in placed)
    weights: Counter[str] = Counter()
    for where, minutes in placed:
        weights[where] += minutes if is_timed else 1
    return Finding(cell=max(SETTINGS, key=lambda where: weights[where]))


def _minutes(event: Event) -> int:
    said = event.data.get("minutes_a_week")
    return said if isinstance(said, int) and said > 0 else 0
