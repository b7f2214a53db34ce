"""A State may be stricter than federal law, never looser, unless the federal text defers to it."""

from collections.abc import Iterator

from app.services.rules.book import Due, Gate, Recurrence, Rule

Offsets = tuple[int, int]
"""Earliest and latest calendar day on which a duty may fall due, counted from its trigger."""
SHORTEST_MONTH, LONGEST_MONTH, MONTHS_IN_YEAR = 28, 31, 12
WORKING_WEEK, WEEK = 5, 7


def looser(rule: Rule, federal: Rule) -> Iterator[str]:
    """In what a rule asks less than the one it replaces; nothing where that one defers."""
    if federal.defers:
        return
    if rule.trigger != federal.trigger:
        yield f"starts at {rule.trigger}, not at {federal.trigger}"
    if _is_later(rule.due, federal.due):
        yield "is due later"
    if rule.window != federal.window:
        yield from _looser_window(rule, federal)
    if _is_rarer(rule.recurrence, federal.recurrence):
        yield "recurs less often"
    if rule.late_year and not federal.late_year:
        yield "moves past the end of the school year"
    if excuses := {*rule.tolling, *rule.exempt_if} - {*federal.tolling, *federal.exempt_if}:
        yield f"excuses by {', '.join(sorted(excuses))}"
    asked = {(p.fact, p.op, str(p.value)) for p in federal.applies_if}
    if more := [p.fact for p in rule.applies_if if (p.fact, p.op, str(p.value)) not in asked]:
        yield f"applies only if {', '.join(more)}"
    if _guards_less(rule.gate, federal.gate):
        yield "guards less"
    if not _closes_as_strictly(rule, federal) or rule.instead not in {None, federal.instead}:
        yield "is met by less"


def _looser_window(rule: Rule, federal: Rule) -> Iterator[str]:
    if rule.window is None or federal.window is None:
        yield "has no window" if federal.window else "has a window"
        return
    if _is_later(rule.window.closes, federal.window.closes):
        yield "closes later"
    if _opens_earlier(rule.window.opens, federal.window.opens):
        yield "opens earlier"


def _opens_earlier(due: Due | None, federal: Due | None) -> bool:
    if federal is None or due == federal:
        return False
    mine, theirs = offsets(due) if due else None, offsets(federal)
    return mine is None or theirs is None or mine[0] < theirs[0]


def _is_later(due: Due | None, federal: Due | None) -> bool:
    if federal is None or due == federal:
        return False
    theirs = offsets(federal)
    if theirs is None:
        return False
    mine = offsets(due) if due else None
    return mine is None or mine[1] > theirs[0]


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
