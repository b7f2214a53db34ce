"""One case as the rules look at it on one day: what has happened by then, indexed."""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any
from uuid import UUID

from app.services.rules import pausing
from app.services.rules.book import Jurisdiction
from app.services.rules.case import Calendar, CaseFacts, Event, Pause
from app.services.rules.clocks import NO_CALENDAR
from app.services.rules.days import Day
from app.services.rules.flat import apart, once
from app.services.rules.pausing import Stop, new

IMPLIED = {"transition.notified.lea": "partb.referral.received"}
"""What else an event is. The notice to the district is a Part B referral (300.504(a)(1) and the
2011 preamble on 303.209(b))."""

DECISION = "eligibility.partc.decided"
DECISIONS = frozenset({DECISION, "partb.eligibility.decided", "rc.eligibility.decided"})
"""Events that may say that a child is not eligible."""
EACH_ENDING = ("case.closed", "partc.exited")
ENDINGS = frozenset(EACH_ENDING)

History = dict[str, list[Event]]
Days = dict[str, Day]
About = tuple[str, str]
"""A key of an event's payload and one of its values."""
NEVER: Sequence[Event] = ()
NAMELESS = -1
"""Sorts an event without an id before others of its day."""


class Situation:
    """Events after `today` and before birth are left out; so is an open pause ahead.

    Made once a case and asked by every rule, so what they ask most is looked up
    here once: `days` is the first day with an event of each kind.
    """

    __slots__ = (
        "anchors", "born", "calendar", "case", "days", "events", "facts", "pauses", "place", "stops", "today",
        "values",
    )  # fmt: skip

    def __init__(self, place: Jurisdiction, case: CaseFacts, today: date) -> None:
        self.place, self.case, self.facts = place, case, case.facts
        self.today, self.born = today.toordinal(), case.born_on.toordinal()
        self.calendar: Calendar = case.calendar or NO_CALENDAR
        self.events, self.days = _history(case.events, self.born, self.today)
        self.pauses = _begun(case.pauses, self.today) if case.pauses else ()
        self.anchors: dict[str, Day | None] = {}
        self.stops: dict[frozenset[str], tuple[Stop, ...]] = {}
        self.values: dict[tuple[str, str], Mapping[str, Sequence[Event]]] = {}

    def param(self, name: str, on: Day | None = None) -> Any:
        """A parameter's value on a day (today for None); None when it is not set here or not known.

        One that takes effect later is not in force yet.
        """
        found = self.place.params.get(name)
        if found is not None and not isinstance(found, bool | int | str):
            begins = found.get("effective_from")
            if begins is not None and (self.today if on is None else on) < begins.toordinal():
                return False
            found = found.get("value")
        return None if found == "unknown" else found


@once
def first_day(situation: Situation, event: str) -> Day | None:
    """The first day with such an event."""
    return situation.days.get(event)


@once
def is_unborn(situation: Situation) -> bool:
    return situation.today < situation.born


@once
def first_start(situation: Situation, event: str) -> Event | None:
    """The first such event that can start a clock."""
    if first_day(situation, event) is None:
        return None
    events = situation.events[event]
    return first_able(events) if event in DECISIONS else events[0]


@once
def start_id(situation: Situation, event: str) -> UUID | None:
    first = first_start(situation, event)
    return None if first is None else first.id


@once
def start_day(situation: Situation, event: str) -> Day | None:
    """The day of the first such event that can start a clock."""
    if event not in DECISIONS:
        return first_day(situation, event)
    first = first_start(situation, event)
    return None if first is None else first.day


@once
def partc_ended_on(situation: Situation) -> Day | None:
    """The day on which the child left Part C, or was found not to belong to it."""
    ended = None
    for kind in EACH_ENDING:
        day = first_day(situation, kind)
        if day is not None and (ended is None or day < ended):
            ended = day
    if first_day(situation, DECISION) is not None:
        last = situation.events[DECISION][-1]
        if not can_start(last) and (ended is None or last.day < ended):
            ended = last.day
    return ended


@once
def stated(situation: Situation, name: str) -> Any:
    """What was stated of a fact; None where nothing was."""
    return situation.facts.get(name)


def stops_for(situation: Situation, reasons: frozenset[str]) -> tuple[Stop, ...]:
    """Pauses for one of these reasons, in order."""
    found = situation.stops.get(reasons)
    return _stops_among(situation, reasons) if found is None else found


@apart
def _stops_among(situation: Situation, reasons: frozenset[str]) -> tuple[Stop, ...]:
    found = tuple([stop for stop in situation.pauses if stop[0] in reasons])
    situation.stops[reasons] = found
    return found


def starting(situation: Situation, event: str) -> Sequence[Event]:
    """Events of a kind that can start a clock."""
    found = situation.events.get(event, NEVER)
    return [e for e in found if can_start(e)] if event in DECISIONS else found


@apart
def first_able(events: Iterable[Event]) -> Event | None:
    """The first that can start a clock."""
    return next((event for event in events if can_start(event)), None)


def first_since(situation: Situation, event: str, day: Day, about: About | None) -> Event | None:
    """The first of its kind on or after a day; only one about that value."""
    if about is None:
        found = situation.events.get(event, NEVER)
    else:
        found = by_value(situation, event, about[0]).get(about[1], NEVER)
    if not found or found[0].day >= day:
        return found[0] if found else None
    place = bisect_left(found, day, key=_day)
    return found[place] if place < len(found) else None


def last_until(situation: Situation, event: str, day: Day) -> Event | None:
    """The last of its kind, that can start a clock, up to a day inside."""
    found = starting(situation, event)
    place = bisect_right(found, day, key=_day)
    return found[place - 1] if place else None


def by_value(situation: Situation, event: str, key: str) -> Mapping[str, Sequence[Event]]:
    """Events of a kind by each value that they carry under a key; "" for those without one."""
    table = situation.values.get((event, key))
    return _told(situation, event, key) if table is None else table


@apart
def _told(situation: Situation, event: str, key: str) -> Mapping[str, Sequence[Event]]:
    table: dict[str, list[Event]] = {}
    for found in situation.events.get(event, NEVER):
        for value in payload_values(found, key) or ("",):
            table.setdefault(value, []).append(found)
    situation.values[event, key] = table
    return table


def payload_values(event: Event, key: str) -> Sequence[str]:
    """Values of `key`, or the list under its plural: {"services": ["speech"]} has the service "speech"."""
    data = event.data
    if not data:
        return ()
    one, many = data.get(key), data.get(f"{key}s")
    if isinstance(many, (list, tuple)):
        return [value for value in many if isinstance(value, str) and value]
    return (one,) if isinstance(one, str) and one else ()


def can_start(event: Event) -> bool:
    return event.data.get("eligible") is not False


def _history(events: Iterable[Event], born: Day, today: Day) -> tuple[History, Days]:
    """Events of each kind in order, and the first day of each."""
    history: History = {}
    days: Days = {}
    several: set[str] = set()
    lived = range(born, today + 1)
    for event in events:
        day, kind = event.day, event.type
        if day in lived:
            if kind in days:
                history[kind].append(event)
                several.add(kind)
            else:
                history[kind] = [event]
                days[kind] = day
    for kind, implied in IMPLIED.items():
        if kind in history:
            history[implied] = [*history.get(implied, NEVER), *history[kind]]
            several.add(implied)
    for kind in several:
        history[kind].sort(key=_order)
        days[kind] = history[kind][0].day
    return history, days


def _day(event: Event) -> Day:
    return event.day


def _order(event: Event) -> tuple[Day, int, str]:
    """By day, then by when it was recorded; without an id by what it says, "eligible" after "not eligible"."""
    if event.id is not None:
        return event.day, event.id.int, ""
    return event.day, NAMELESS, str(sorted(map(str, event.data.items())))


def _begun(pauses: Iterable[Pause], today: Day) -> tuple[Stop, ...]:
    """Pauses in order; one without end that begins after today has not begun."""
    stops = []
    for pause in pauses:
        first, last = pause.from_on.toordinal(), pause.to_on
        if last is not None or first <= today:
            ends = None if last is None else last.toordinal()
            stops.append(new(Stop, (pause.reason, first, ends)))
    return pausing.in_order(stops)
