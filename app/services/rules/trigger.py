"""What starts a clock: an event, or a day with a name."""

from collections.abc import Callable, Sequence
from uuid import UUID

from app.services.rules.anchors import ANCHORS, anchor, needed_for
from app.services.rules.days import Day, civil_text
from app.services.rules.draft import Start
from app.services.rules.flat import apart
from app.services.rules.situation import (
    DECISIONS,
    NEVER,
    Situation,
    by_value,
    can_start,
    first_able,
    first_day,
    start_day,
    start_id,
)

EACH_EVENT = "event"
"""`per: event`: every event of the kind starts a clock of its own."""
Starts = Callable[[Situation], Sequence[Start]]
"""Each start of a clock; none when it is not known to have started."""
OVER = "ended"
NOT_YET: Sequence[Start] = ()
Began = tuple[str, UUID | None, Day]
"""Event, its id, day."""


def compile_trigger(name: str, per: str | None, again_after: str | None = None) -> Starts:
    if name in ANCHORS:
        return _from_anchor(name)
    if per is None:
        return _from_first(name)
    if per == EACH_EVENT:
        return lambda situation: _each_event(situation, name)
    if again_after is None:
        return lambda situation: per_value(situation, name, per)
    return _again(name, per, again_after)


def _again(name: str, key: str, ending: str) -> Starts:
    """As `per_value`, and another start where the value comes again after it ended."""

    def again(situation: Situation) -> Sequence[Start]:
        starts = per_value(situation, name, key)
        return (
            _with_later(situation, starts)
            if starts and first_day(situation, ending) is not None
            else starts
        )

    @apart
    def _with_later(situation: Situation, starts: Sequence[Start]) -> Sequence[Start]:
        found = []
        ends = by_value(situation, ending, key)
        for first in starts:
            found.append(first)
            value, begun = first[3], first[2]
            over = [e.day for e in ends.get(value, ()) if e.data.get("change") == OVER]
            for event in by_value(situation, name, key)[value]:
                if any(begun <= day <= event.day for day in over) and event.day > begun:
                    begun = event.day
                    occurrence = f"{value} {civil_text(begun)}".strip()
                    found.append((name, event.id, begun, occurrence, first[4]))
        return found

    return again


def waits_for(situation: Situation, name: str) -> tuple[str, ...]:
    """What to ask for when a named day cannot be told; nothing for an event yet to come."""
    return needed_for(name) if name in ANCHORS and anchor(situation, name) is None else ()


def _from_anchor(name: str) -> Starts:
    def from_anchor(situation: Situation) -> Sequence[Start]:
        day = anchor(situation, name)
        return NOT_YET if day is None else ((name, None, day, "", None),)

    return from_anchor


def _from_first(name: str) -> Starts:
    def from_first(situation: Situation) -> Sequence[Start]:
        day = start_day(situation, name)
        return NOT_YET if day is None else ((name, start_id(situation, name), day, "", None),)

    return from_first


def each_day(situation: Situation, names: Sequence[str]) -> Sequence[Began]:
    """The first event of each day with one of these; of several on a day, that which is named first."""
    began: dict[Day, Began] = {}
    for name in names:
        for event in situation.events.get(name, NEVER):
            day = event.day
            if day not in began and (name not in DECISIONS or can_start(event)):
                began[day] = name, event.id, day
    return [began[day] for day in sorted(began)] if len(began) > 1 else list(began.values())


def _each_event(situation: Situation, name: str) -> Sequence[Start]:
    """One start for each day with the event; the day is the occurrence."""
    began = each_day(situation, (name,))
    return [(event, id_, day, civil_text(day), None) for event, id_, day in began]


def per_value(situation: Situation, name: str, key: str) -> Sequence[Start]:
    """One start for each value of the payload's key, at its first event; one for all without it."""
    if first_day(situation, name) is None:
        return NOT_YET
    found, starts = by_value(situation, name, key), []
    for value in sorted(found) if len(found) > 1 else found:
        first = found[value][0] if name not in DECISIONS else first_able(found[value])
        if first is not None:
            starts.append((name, first.id, first.day, value, (key, value) if value else None))
    return starts
