"""`applies_if`: a flat list of comparisons, all of which must hold."""

import operator
from collections.abc import Callable, Sequence
from datetime import date
from typing import Any

from app.services.rules.book import Predicate
from app.services.rules.facts import PARAM, fact
from app.services.rules.situation import Situation

Verdict = bool | None
Condition = Callable[[Situation, date | None], tuple[Verdict, tuple[str, ...]]]
"""True, False or None when it cannot be told, with the names to ask for."""

HOLDS: tuple[Verdict, tuple[str, ...]] = (True, ())
FAILS: tuple[Verdict, tuple[str, ...]] = (False, ())

OPERATORS: dict[str, Callable[[Any, Any], bool]] = {
    "is": operator.is_,
    "eq": operator.eq,
    "ne": operator.ne,
    "lt": operator.lt,
    "lte": operator.le,
    "gt": operator.gt,
    "gte": operator.ge,
    "in": lambda value, allowed: value in allowed,
}


def compile_conditions(predicates: Sequence[Predicate]) -> Condition | None:
    """One function for the whole list; None when there is nothing to ask. Raises: KeyError."""
    if not predicates:
        return None
    tests = [(*fact(p.fact), _comparison(p), p.if_unknown) for p in predicates]

    def applies(situation: Situation, day: date | None) -> tuple[Verdict, tuple[str, ...]]:
        missing: tuple[str, ...] = ()
        for value_of, needed, holds_of, assumed in tests:
            value = value_of(situation, day)
            holds = assumed if value is None else holds_of(value)
            if holds is None:
                missing += needed
            elif not holds:
                return FAILS
        return (None, missing) if missing else HOLDS

    return applies


def _comparison(predicate: Predicate) -> Callable[[Any], Verdict]:
    """A fact of another type than the rule compares with answers another question: it is not known.

    A parameter of another type is what the jurisdiction says instead: it does not hold.
    """
    compare, wanted = OPERATORS[predicate.op], predicate.value
    otherwise = False if predicate.fact.startswith(PARAM) else None

    def holds(value: Any) -> Verdict:
        if isinstance(wanted, bool) is not isinstance(value, bool):
            return otherwise
        try:
            return compare(value, wanted)
        except TypeError:
            return otherwise

    return holds


def said(predicate: Predicate) -> str:
    """The comparison as the rulebook writes it, for explanations."""
    return f"{predicate.fact} {predicate.op} {predicate.value}"
