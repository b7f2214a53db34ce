"""What a jurisdiction has from its parent: rules until its own replace them, parameters it does not set."""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import date, timedelta

from app.services.rules.book import Rule

ONE_DAY = timedelta(days=1)


def inherited_rules(
    above: Iterable[Rule], own: Iterable[Rule], disabled: Iterable[str]
) -> Iterator[Rule]:
    """The parent's rule versions, less those disabled, each while no own rule stands in its place.

    A State rule that begins in 2024 leaves the federal one in force until then.
    """
    own, off = tuple(own), set(disabled)
    for rule in above:
        if rule.id not in off:
            yield from _less(rule, sorted(_days(r) for r in own if r.replaces == rule.id))


def overlap(one: Rule, other: Rule) -> bool:
    """Whether there is a day on which both are in force."""
    (first, last), (begins, ends) = _days(one), _days(other)
    return first <= ends and begins <= last


def _days(rule: Rule) -> tuple[date, date]:
    return rule.effective_from or date.min, rule.effective_to or date.max


def _less(rule: Rule, taken: Iterable[tuple[date, date]]) -> Iterator[Rule]:
    first, last = _days(rule)
    for begins, ends in taken:
        if ends < first or begins > last:
            continue
        if begins > first:
            yield _within(rule, first, begins - ONE_DAY)
        if ends >= last:
            return
        first = ends + ONE_DAY
    yield _within(rule, first, last)


def _within(rule: Rule, first: date, last: date) -> Rule:
    if (first, last) == _days(rule):
        return rule
    return replace(
        rule,
        effective_from=None if first == date.min else first,
        effective_to=None if last == date.max else last,
    )
