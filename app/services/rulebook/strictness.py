"""A State may be stricter than federal law, never looser, unless the federal text defers to it."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from app.services.rules.book import Due, Gate, Predicate, Recurrence, Rule

Offsets = tuple[int, int]
"""Earliest and latest calendar day on which a duty may fall due, counted from its trigger."""
SHORTEST_MONTH, LONGEST_MONTH, MONTHS_IN_YEAR = 28, 31, 12
WORKING_WEEK, WEEK = 5, 7
SOON = 30
"""Most calendar days that may stand for "as soon as possible" or "in reasonable time"; no federal text has a number."""
FIRMER = {("asap", "deadline")}
"""Kinds that may take a federal kind's place: the federal one, then the State's."""
COUNTS_AS = {False: 0, None: 1, True: 2}
"""How often a condition holds whose fact is not known, by its `if_unknown`."""


def looser(rule: Rule, federal: Rule) -> Iterator[str]:
    """In what a rule asks less than the one it replaces; nothing where that one defers."""
    if federal.defers:
        return
    if rule.kind != federal.kind and (federal.kind, rule.kind) not in FIRMER:
        yield f"is a {rule.kind}, not a {federal.kind}"
    if rule.trigger != federal.trigger:
        yield f"starts at {rule.trigger}, not at {federal.trigger}"
    if federal.due:
        yield from _later(rule.due, federal.due, "is due")
    if rule.window != federal.window:
        yield from _looser_window(rule, federal)
    if _is_rarer(rule.recurrence, federal.recurrence):
        yield "recurs less often"
    if federal.per and rule.per != federal.per:
        yield f"starts one clock, not one for each {federal.per}"
    if rule.late_year and not federal.late_year:
        yield "moves past the end of the school year"
    if excuses := {*rule.tolling, *rule.exempt_if} - {*federal.tolling, *federal.exempt_if}:
        yield f"excuses by {', '.join(sorted(excuses))}"
    yield from _narrower(rule.applies_if, federal.applies_if)
    if _guards_less(rule.gate, federal.gate):
        yield "guards less"
    if not _closes_as_strictly(rule, federal) or rule.instead not in {None, federal.instead}:
        yield "is met by less"


def looser_value(param: Mapping[str, Any], federal: Mapping[str, Any]) -> Iterator[str]:
    """In what a State's parameter allows more than a federal text that lets it choose among numbers."""
    choices = federal.get("alternatives")
    if not choices:
        return
    choices = sorted({federal["value"], *choices})
    mine = param.get("value") if param.get("plus") is None else param["plus"]
    if not isinstance(mine, int) or mine > choices[-1] or param.get("unit") != federal.get("unit"):
        yield f"looser than federal: it must be one of {', '.join(map(str, choices))} {federal['unit']}, or less"


def _narrower(mine: Iterable[Predicate], federal: Iterable[Predicate]) -> Iterator[str]:
    asked = {(p.fact, p.op, str(p.value)): COUNTS_AS[p.if_unknown] for p in federal}
    more = []
    for condition in mine:
        unknown = asked.get((condition.fact, condition.op, str(condition.value)))
        if unknown is None:
            more.append(condition.fact)
        elif COUNTS_AS[condition.if_unknown] < unknown:
            yield f"does not apply while {condition.fact} is unknown"
    if more:
        yield f"applies only if {', '.join(more)}"


def _looser_window(rule: Rule, federal: Rule) -> Iterator[str]:
    if rule.window is None or federal.window is None:
        yield "has no window" if federal.window else "has a window"
        return
    yield from _later(rule.window.closes, federal.window.closes, "closes")
    opens, allowed = rule.window.opens, federal.window.opens
    if _opens_earlier(opens, allowed):
        yield "opens earlier"
    if opens and allowed and allowed.condition not in {None, opens.condition}:
        yield f"opens whether {allowed.condition} or not"


def _opens_earlier(due: Due | None, federal: Due | None) -> bool:
    if federal is None or due == federal:
        return False
    if due is None or _from(due) != _from(federal):
        return True
    mine, theirs = offsets(due), offsets(federal)
    return mine is None or theirs is None or mine[0] < theirs[0]


def _later(due: Due | None, federal: Due, verb: str) -> Iterator[str]:
    """Each date that the federal rule sets needs one in the State's that comes no later."""
    mine = (due.earliest_of or (due,)) if due else ()
    theirs = federal.earliest_of or (federal,)
    if all(any(_is_as_early(part, other) for part in mine) for other in theirs):
        return
    places = {_from(other) for other in theirs}
    elsewhere = [part.anchor for part in mine if _from(part) not in places]
    if mine and len(elsewhere) == len(mine):
        yield f"{verb} by another day, {elsewhere[0] or 'its trigger'}"
    else:
        yield f"{verb} later"


def _is_as_early(due: Due, federal: Due) -> bool:
    if due == federal:
        return True
    if _from(due) != _from(federal) or (federal.urgent and due.urgent != federal.urgent):
        return False
    if federal.is_asap or federal.is_reasonable:
        mine = offsets(due)
        return (due.is_asap and federal.is_reasonable) or (mine is not None and mine[1] <= SOON)
    number, allowed = _number(due), _number(federal)
    if due.unit == federal.unit and number is not None and allowed is not None:
        return number <= allowed
    mine, theirs = offsets(due), offsets(federal)
    return mine is not None and theirs is not None and mine[1] <= theirs[0]


def _from(due: Due) -> tuple[str | None, str | None]:
    return due.anchor, due.alternative_anchor


def _number(due: Due) -> int | None:
    return -due.minus if due.minus is not None else due.plus


def offsets(due: Due) -> Offsets | None:
    """None where the text has no number, or its days may wait for a summer to pass."""
    if due.earliest_of:
        bounds = [b for part in due.earliest_of if (b := offsets(part))]
        return (min(b[0] for b in bounds), min(b[1] for b in bounds)) if bounds else None
    if due.plus is not None:
        return _calendar_days(due.plus, due.unit)
    if due.minus is not None and (ahead := _calendar_days(due.minus, due.unit)):
        return -ahead[1], -ahead[0]
    return None


def _calendar_days(number: int, unit: str) -> Offsets | None:
    """Fewest and most calendar days in that many units; a week of holidays is allowed for."""
    if unit == "cd" or number == 0:
        return number, number
    if unit in {"bd", "wd"}:
        return number, WEEK * (number // WORKING_WEEK + 1)
    if unit in {"mo", "yr"}:
        months = number * (MONTHS_IN_YEAR if unit == "yr" else 1)
        return months * SHORTEST_MONTH, months * LONGEST_MONTH
    return None


def _is_rarer(recurrence: Recurrence | None, federal: Recurrence | None) -> bool:
    if federal is None:
        return False
    if recurrence is None:
        return True
    if recurrence.unit == federal.unit:
        return recurrence.every > federal.every
    mine = _calendar_days(recurrence.every, recurrence.unit)
    theirs = _calendar_days(federal.every, federal.unit)
    return mine is None or theirs is None or mine[1] > theirs[0]


def _guards_less(gate: Gate | None, federal: Gate | None) -> bool:
    if federal is None:
        return False
    if gate is None:
        return True
    return not (
        set(gate.requires) >= set(federal.requires) and set(gate.before) >= set(federal.before)
    )


def _closes_as_strictly(rule: Rule, federal: Rule) -> bool:
    mine, theirs = set(rule.satisfied_by), set(federal.satisfied_by)
    if federal.needs_all:
        return rule.needs_all and mine >= theirs
    return bool(mine & theirs) if rule.needs_all else mine <= theirs
