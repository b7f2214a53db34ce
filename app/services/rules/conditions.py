"""`applies_if`: a flat list of comparisons, all of which must hold."""

import operator
from collections.abc import Callable, Sequence
from functools import lru_cache
from typing import Any

from app.services.rules.book import Predicate
from app.services.rules.facts import NOT_YET, PARAM, Fact, Needed, fact
from app.services.rules.flat import once
from app.services.rules.situation import Situation

Verdict = bool | None
"""None when it cannot be told."""
Holds = Callable[[Any], Verdict]
Test = tuple[Fact, Needed, Holds, Verdict]
"""A fact, what to ask for when it is not known, the comparison, and what then counts as its answer."""

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


def compile_conditions(predicates: Sequence[Predicate]) -> list[Test]:
    """Raises: KeyError."""
    return [(*fact(p.fact), _comparison(p), p.if_unknown) for p in predicates]


def is_of_the_case(name: str) -> bool:
    """Whether a fact is the same whatever day triggers the duty."""
    return not name.startswith((PARAM, NOT_YET))


@lru_cache(maxsize=1 << 12)
def verdict_of_the_case(
    predicate: Predicate, _written: str
) -> tuple[Callable[[Situation], Verdict], Needed]:
    """One for all rules that set this condition, and what to ask for when it cannot be told."""
    ((value_of, needed, holds_of, assumed),) = compile_conditions((predicate,))

    @once
    def verdict(situation: Situation) -> Verdict:
        value = value_of(situation, None)
        return assumed if value is None else holds_of(value)

    return verdict, needed


def _comparison(predicate: Predicate) -> Holds:
    """A fact of another type than the rule compares with answers another question: it is not known.

    A parameter of another type is what the jurisdiction says instead: it does not hold.
    """
    compare, wanted = OPERATORS[predicate.op], predicate.value
    otherwise = False if predicate.fact.startswith(PARAM) else None
    kind = type(wanted)

    def unlike(value: Any) -> Verdict:
        if isinstance(wanted, bool) is not isinstance(value, bool):
            return otherwise
        try:
            return compare(value, wanted)
        except TypeError:
            return otherwise

    def holds(value: Any) -> Verdict:
        return compare(value, wanted) if type(value) is kind else unlike(value)

    return holds


def stated(predicate: Predicate) -> str:
    """The comparison as the rulebook writes it, for explanations."""
    return f"{predicate.fact} {predicate.op} {predicate.value}"
