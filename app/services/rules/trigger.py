"""What starts a clock: an event, or a day with a name."""

from collections.abc import Callable, Iterable
from datetime import date
from typing import NamedTuple
from uuid import UUID

from app.services.rules.anchors import ANCHORS, anchor, needed_for
from app.services.rules.situation import Situation, payload_values

EACH_EVENT = "event"
"""`per: event`: every event of the kind starts a clock of its own."""


class Trigger(NamedTuple):
    """One start of a clock. `occurrence` tells the starts of one rule apart; "" where there is one.

    `about` is the payload value that an event must share to close it, such as
    the service; None: any event does.
    """

    name: str
    on: date
    id: UUID | None = None
    occurrence: str = ""
    about: tuple[str, str] | None = None
    is_event: bool = True


Triggers = Callable[[Situation], list[Trigger]]


def compile_trigger(name: str, per: str | None) -> Triggers:
    """All starts of a clock; none when it is not known to have started."""
    if name in ANCHORS:
        return lambda situation: _from_anchor(situation, name)
    if per is None:
        return lambda situation: _from_first(situation, name)
    if per == EACH_EVENT:
        return lambda situation: each_day(situation, (name,))
    return lambda situation: _per_value(situation, name, per)


def waits_for(situation: Situation, name: str) -> tuple[str, ...]:
    """What to ask for when a named day cannot be told; nothing for an event yet to come."""
    return needed_for(name) if name in ANCHORS and anchor(situation, name) is None else ()


def _from_anchor(situation: Situation, name: str) -> list[Trigger]:
    day = anchor(situation, name)
    return [Trigger(name, day, is_event=False)] if day else []


def _from_first(situation: Situation, name: str) -> list[Trigger]:
    found = situation.starting(name)
    return [Trigger(name, found[0].on, found[0].id)] if found else []


def each_day(situation: Situation, names: Iterable[str]) -> list[Trigger]:
    """One start for each day with one of the events, in order; the day is the occurrence."""
    starts: dict[date, Trigger] = {}
    for name in names:
        for event in situation.starting(name):
            starts.setdefault(event.on, Trigger(name, event.on, event.id, event.on.isoformat()))
    return [starts[day] for day in sorted(starts)]


def _per_value(situation: Situation, name: str, key: str) -> list[Trigger]:
    """One start for each value of the payload's key, at its first event; one for all without it."""
    starts: dict[str, Trigger] = {}
    for event in situation.starting(name):
        for value in payload_values(event, key) or ("",):
            about = (key, value) if value else None
            starts.setdefault(value, Trigger(name, event.on, event.id, value, about))
    return [starts[value] for value in sorted(starts)]
