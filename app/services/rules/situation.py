"""One case as the rules look at it on one day: what has happened by then, indexed."""

from collections.abc import Mapping
from datetime import date
from functools import cached_property
from typing import Any

from app.services.rules import pausing
from app.services.rules.book import Jurisdiction
from app.services.rules.case import Calendar, CaseFacts, Event, Pause
from app.services.rules.clocks import NO_CALENDAR

IMPLIED = {"transition.notified.lea": "partb.referral.received"}
"""What else an event is. The notice to the district is a Part B referral (300.504(a)(1) and the
2011 preamble on 303.209(b))."""

DECISION = "eligibility.partc.decided"
ENDINGS = ("partc.exited", "case.closed")

History = dict[str, list[Event]]


class Situation:
    """Events after `today`, before birth or told twice are left out; so is an open pause ahead."""

    def __init__(
        self, place: Jurisdiction, case: CaseFacts, today: date, *, is_explained: bool
    ) -> None:
        self.place, self.case, self.today, self.is_explained = place, case, today, is_explained
        self.born_on, self.facts = case.born_on, case.facts
        self.events = self._history()
        self.anchors: dict[str, date | None] = {}

    def _history(self) -> History:
        history: History = {}
        born_on, today = self.born_on, self.today
        for event in self.case.events:
            if born_on <= event.on <= today:
                history.setdefault(event.type, []).append(event)
                if (implied := IMPLIED.get(event.type)) is not None:
                    history.setdefault(implied, []).append(event)
        for events in history.values():
            if len(events) > 1:
                events.sort(key=_order)
        return history

    @cached_property
    def calendar(self) -> Calendar:
        return self.case.calendar or NO_CALENDAR

    @cached_property
    def pauses(self) -> tuple[Pause, ...]:
        """Pauses in order; one without end that begins after today has not begun."""
        begun = (p for p in self.case.pauses if p.to_on is not None or p.from_on <= self.today)
        return pausing.in_order(begun)

    def first(self, event: str) -> Event | None:
        """The first of its kind, whatever it says."""
        found = self.events.get(event)
        return found[0] if found else None

    def starting(self, event: str) -> list[Event]:
        """Events of a kind that can start a clock: a decision against eligibility starts none."""
        found = self.events.get(event)
        if not found:
            return []
        return [e for e in found if not e.data or e.data.get("eligible") is not False]

    def first_since(
        self, event: str, day: date | None, about: tuple[str, str] | None = None
    ) -> Event | None:
        """The first of its kind on or after a day, or ever for None; only one about that value."""
        for found in self.events.get(event, ()):
            if (day is None or found.on >= day) and (about is None or is_about(found, about)):
                return found
        return None

    @cached_property
    def partc_ended_on(self) -> date | None:
        """The day on which the child left Part C, or was found not to belong to it."""
        ends = [found.on for e in ENDINGS if (found := self.first(e)) is not None]
        decisions = self.events.get(DECISION)
        if decisions and decisions[-1].data.get("eligible") is False:
            ends.append(decisions[-1].on)
        return min(ends, default=None)

    def param(self, name: str) -> Any:
        """A parameter's value; None when it is not set here or not known."""
        found = self.place.params.get(name)
        if isinstance(found, Mapping):
            found = found.get("value")
        return None if found == "unknown" else found


def payload_values(event: Event, key: str) -> tuple[str, ...]:
    """Values of `key`, or the list under its plural: {"services": ["speech"]} has the service "speech"."""
    one, many = event.data.get(key), event.data.get(f"{key}s")
    values = many if isinstance(many, list | tuple) else [one]
    return tuple(dict.fromkeys(v for v in values if isinstance(v, str) and v))


def is_about(event: Event, about: tuple[str, str]) -> bool:
    """Whether an event's payload has that value under that key."""
    return about[1] in payload_values(event, about[0])


def _order(event: Event) -> tuple[date, str]:
    return event.on, str(event.id or "")
