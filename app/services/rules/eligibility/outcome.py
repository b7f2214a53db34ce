"""What one route says about one case."""

from collections.abc import Iterable
from dataclasses import dataclass

from app.services.rules.eligibility.policy import Confidence, Route


@dataclass(frozen=True, slots=True)
class Outcome:
    """Verdict of a route: open (True), closed (False), or not to be decided (None).

    `is_asked` is false where the case says nothing that the route could judge.
    `domains` are those that opened a delay route; `undecided` those that might.
    """

    route: Route
    verdict: bool | None
    is_asked: bool = True
    domains: frozenset[str] = frozenset()
    undecided: frozenset[str] = frozenset()
    missing: tuple[str, ...] = ()
    steps: tuple[str, ...] = ()
    confidence: Confidence | None = None


def any_of(verdicts: Iterable[bool | None]) -> bool | None:
    """True if one is; None if it may be; False if none is, or there are none."""
    seen = set(verdicts)
    return True if True in seen else None if None in seen else False


def all_of(verdicts: Iterable[bool | None]) -> bool | None:
    """False if one is; None if it may be; True if all are, or there are none."""
    return negated(any_of(negated(verdict) for verdict in verdicts))


def negated(verdict: bool | None) -> bool | None:
    return None if verdict is None else not verdict
