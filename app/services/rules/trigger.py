"""What starts a clock: an event, or a day with a name."""

from collections.abc import Callable, Iterable, Sequence

from app.services.rules.anchors import ANCHORS, anchor, needed_for
from app.services.rules.days import Day, civil_text
from app.services.rules.draft import Start
from app.services.rules.situation import NEVER, Situation, payload_values

EACH_EVENT = "event"
"""`per: event`: every event of the kind starts a clock of its own."""
Starts = Callable[[Situation], Sequence[Start]]
"""Each start of a clock; none when it is not known to have started."""
NOT_YET: Sequence[Start] = ()


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


def _from_anchor(name: str) -> Starts:
    def from_anchor(situation: Situation) -> Sequence[Start]:
        day = situation.anchors.get(name) or anchor(situation, name)
        return NOT_YET if day is None else ((name, None, day, "", None),)

    return from_anchor


def _from_first(name: str) -> Starts:
    def from_first(situation: Situation) -> Sequence[Start]:
        first = situation.starts.get(name)
        return NOT_YET if first is None else ((name, first.id, first.day, "", None),)

    return from_first


def each_day(situation: Situation, names: Iterable[str]) -> Sequence[Start]:
    """One start for each day with one of the events, in order; the day is the occurrence."""
    starts: dict[Day, Start] = {}
    for name in names:
        for event in situation.starting(name) if name in situation.firsts else NEVER:
            if event.day not in starts:
                starts[event.day] = name, event.id, event.day, civil_text(event.day), None
    return [starts[day] for day in sorted(starts)] if len(starts) > 1 else list(starts.values())


def _per_value(situation: Situation, name: str, key: str) -> Sequence[Start]:
    """One start for each value of the payload's key, at its first event; one for all without it."""
    starts: dict[str, Start] = {}
    for event in situation.starting(name):
        for value in payload_values(event, key) or ("",):
            if value not in starts:
                about = (key, value) if value else None
                starts[value] = name, event.id, event.day, value, about
    return [starts[value] for value in sorted(starts)]
