"""One case as the rules look at it on one day: what has happened by then, indexed."""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from app.services.rules import pausing
from app.services.rules.book import Jurisdiction
from app.services.rules.case import Calendar, CaseFacts, Event, Pause
from app.services.rules.clocks import NO_CALENDAR
from app.services.rules.days import Day
from app.services.rules.pausing import Stop

IMPLIED = {"transition.notified.lea": "partb.referral.received"}
"""What else an event is. The notice to the district is a Part B referral (300.504(a)(1) and the
2011 preamble on 303.209(b))."""

DECISION = "eligibility.partc.decided"
DECISIONS = frozenset({DECISION, "partb.eligibility.decided", "rc.eligibility.decided"})
"""Events that may say that a child is not eligible."""
ENDINGS = frozenset({"partc.exited", "case.closed"})

History = dict[str, list[Event]]
About = tuple[str, str]
"""A key of an event's payload and one of its values."""
NEVER: Sequence[Event] = ()
NAMELESS = -1
"""Sorts an event without an id before others of its day."""


class Situation:
    """Events after `today` and before birth are left out; so is an open pause ahead.

    Made once a case and asked by every rule, so what they ask most is looked up
    here once: `firsts` is the first event of each kind, `starts` the first that
    can start a clock (a decision against eligibility starts none).
    """

    __slots__ = (
        "anchors", "born", "calendar", "case", "events", "facts", "firsts", "partc_ended_on", "pauses", "place",
        "starts", "stops", "today", "values",
    )  # fmt: skip

    def __init__(self, place: Jurisdiction, case: CaseFacts, today: date) -> None:
        self.place, self.case, self.facts = place, case, case.facts
        self.today, self.born = today.toordinal(), case.born_on.toordinal()
        self.calendar: Calendar = case.calendar or NO_CALENDAR
        self.events = _history(case.events, self.born, self.today)
        self.firsts = {kind: found[0] for kind, found in self.events.items()}
        self.starts = _starts(self.events, self.firsts)
        self.pauses = _begun(case.pauses, self.today) if case.pauses else ()
        self.partc_ended_on = _partc_ended_on(self.events)
        self.anchors: dict[str, Day | None] = {}
        self.stops: dict[frozenset[str], tuple[Stop, ...]] = {}
        self.values: dict[tuple[str, str], dict[str, list[Event]]] = {}

    def starting(self, event: str) -> Sequence[Event]:
        """Events of a kind that can start a clock."""
        found = self.events.get(event, NEVER)
        return [e for e in found if can_start(e)] if event in DECISIONS else found

    def first_since(self, event: str, day: Day | None, about: About | None = None) -> Event | None:
        """The first of its kind on or after a day, or ever for None; only one about that value."""
        found = self.events.get(event, NEVER) if about is None else self._all_about(event, about)
        if not found:
            return None
        if day is None or found[0].day >= day:
            return found[0]
        place = bisect_left(found, day, key=_day)
        return found[place] if place < len(found) else None

    def last_until(self, event: str, day: Day) -> Event | None:
        """The last of its kind, that can start a clock, up to a day inside."""
        found = self.starting(event)
        place = bisect_right(found, day, key=_day)
        return found[place - 1] if place else None

    def _all_about(self, event: str, about: About) -> Sequence[Event]:
        key, value = about
        if (event, key) not in self.values:
            told: dict[str, list[Event]] = {}
            for found in self.events.get(event, NEVER):
                for said in payload_values(found, key):
                    told.setdefault(said, []).append(found)
            self.values[event, key] = told
        return self.values[event, key].get(value, NEVER)

    def stops_for(self, reasons: frozenset[str]) -> tuple[Stop, ...]:
        """Pauses for one of these reasons, in order."""
        found = self.stops.get(reasons)
        if found is None:
            found = self.stops[reasons] = tuple(s for s in self.pauses if s.reason in reasons)
        return found

    def param(self, name: str) -> Any:
        """A parameter's value; None when it is not set here or not known."""
        found = self.place.params.get(name)
        if found is not None and not isinstance(found, bool | int | str):
            found = found.get("value")
        return None if found == "unknown" else found


def payload_values(event: Event, key: str) -> list[str]:
    """Values of `key`, or the list under its plural: {"services": ["speech"]} has the service "speech"."""
    if not event.data:
        return []
    many = event.data.get(f"{key}s")
    values = many if isinstance(many, list | tuple) else (event.data.get(key),)
    return [value for value in values if isinstance(value, str) and value]


def can_start(event: Event) -> bool:
    return event.data.get("eligible") is not False


def _history(events: Iterable[Event], born: Day, today: Day) -> History:
    history: History = {}
    for event in events:
        if born <= event.day <= today:
            kind = event.type
            if kind in history:
                history[kind].append(event)
            else:
                history[kind] = [event]
    for kind, implied in IMPLIED.items():
        if kind in history:
            history[implied] = [*history.get(implied, NEVER), *history[kind]]
    for found in history.values():
        if len(found) > 1:
            found.sort(key=_order)
    return history


def _starts(events: History, firsts: dict[str, Event]) -> Mapping[str, Event]:
    decided = [kind for kind in DECISIONS if kind in events]
    if all(can_start(firsts[kind]) for kind in decided):
        return firsts
    starts = dict(firsts)
    for kind in decided:
        able = next((e for e in events[kind] if can_start(e)), None)
        if able is None:
            del starts[kind]
        else:
            starts[kind] = able
    return starts


def _day(event: Event) -> Day:
    return event.day


def _order(event: Event) -> tuple[Day, int]:
    return event.day, NAMELESS if event.id is None else event.id.int


def _begun(pauses: Iterable[Pause], today: Day) -> tuple[Stop, ...]:
    """Pauses in order; one without end that begins after today has not begun."""
    stops = [_stop(pause) for pause in pauses]
    return pausing.in_order([s for s in stops if s.last is not None or s.first <= today])


def _stop(pause: Pause) -> Stop:
    last = None if pause.to_on is None else pause.to_on.toordinal()
    return Stop(pause.reason, pause.from_on.toordinal(), last)


def _partc_ended_on(events: History) -> Day | None:
    """The day on which the child left Part C, or was found not to belong to it."""
    decisions = events.get(DECISION)
    ends = [] if ENDINGS.isdisjoint(events) else [events[k][0].day for k in ENDINGS if k in events]
    if decisions and not can_start(decisions[-1]):
        ends.append(decisions[-1].day)
    return min(ends) if ends else None
