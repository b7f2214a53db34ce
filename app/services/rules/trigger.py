"""What starts a clock: an event, or a day with a name."""

from collections.abc import Callable, Iterable
from uuid import UUID

from app.services.rules.anchors import ANCHORS, anchor, needed_for
from app.services.rules.days import Day
from app.services.rules.draft import Draft
from app.services.rules.situation import Situation, payload_values

EACH_EVENT = "event"
"""`per: event`: every event of the kind starts a clock of its own."""
Starts = Callable[[Situation], list[Draft]]
"""A draft for each start of a clock; none when it is not known to have started."""


def compile_trigger(name: str, per: str | None) -> Starts:
    if name in ANCHORS:
        return _from_anchor(name)
    if per is None:
        return _from_first(name)
    if per == EACH_EVENT:
        return lambda situation: each_day(situation, (name,))
    return lambda situation: _per_value(situation, name, per)


def waits_for(situation: Situation, name: str) -> tuple[str, ...]:
    """What to ask for when a named day cannot be told; nothing for an event yet to come."""
    return needed_for(name) if name in ANCHORS and anchor(situation, name) is None else ()


def started(name: str, on: Day, id_: UUID | None, occurrence: str = "") -> Draft:
    """`occurrence` tells the starts of one rule apart; "" where there is one."""
    draft = Draft()
    draft.trigger_event, draft.trigger_on, draft.trigger_event_id = name, on, id_
    draft.occurrence = occurrence
    return draft


def _from_anchor(name: str) -> Starts:
    def from_anchor(situation: Situation) -> list[Draft]:
        day = situation.anchors.get(name) or anchor(situation, name)
        if day is None:
            return []
        draft = Draft()
        draft.trigger_event, draft.trigger_on = name, day
        return [draft]

    return from_anchor


def _from_first(name: str) -> Starts:
    def from_first(situation: Situation) -> list[Draft]:
        first = situation.starts.get(name)
        if first is None:
            return []
        draft = Draft()
        draft.trigger_event, draft.trigger_on, draft.trigger_event_id = name, first.day, first.id
        return [draft]

    return from_first


def each_day(situation: Situation, names: Iterable[str]) -> list[Draft]:
    """One start for each day with one of the events, in order; the day is the occurrence."""
    starts: dict[Day, Draft] = {}
    for name in names:
        for event in situation.starting(name) if name in situation.firsts else ():
            if event.day not in starts:
                starts[event.day] = started(name, event.day, event.id, event.on.isoformat())
    return [starts[day] for day in sorted(starts)]


def _per_value(situation: Situation, name: str, key: str) -> list[Draft]:
    """One start for each value of the payload's key, at its first event; one for all without it."""
    starts: dict[str, Draft] = {}
    for event in situation.starting(name):
        for value in payload_values(event, key) or ("",):
            if value not in starts:
                starts[value] = draft = started(name, event.day, event.id, value)
                draft.about = (key, value) if value else None
    return [starts[value] for value in sorted(starts)]
