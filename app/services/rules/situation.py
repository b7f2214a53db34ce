"""One case as the rules look at it on one day: what has happened by then, indexed."""

from collections.abc import Iterator, Mapping
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
        return [e for e in found if e.data.get("eligible") is not False]

    def since(self, event: str, day: date | None) -> Iterator[Event]:
        """Events of a kind on or after a day; all of them for None."""
        return (e for e in self.events.get(event, ()) if day is None or e.on >= day)

    def param(self, name: str) -> Any:
        """A parameter's value; None when it is not set here or not known."""
        found = self.place.params.get(name)
        if isinstance(found, Mapping):
            found = found.get("value")
        return None if found == "unknown" else found


def _order(event: Event) -> tuple[date, str]:
    return event.on, str(event.id or "")
