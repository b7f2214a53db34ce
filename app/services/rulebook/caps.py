"""Rules that another rule's date caps."""

from collections.abc import Iterator

from app.services.rules.book import Jurisdiction, Rule

DATED = frozenset({"deadline", "window", "floor", "asap"})
"""Kinds with one clock for each trigger."""


def badly_capped(place: Jurisdiction) -> Iterator[tuple[Rule, str]]:
    """Each rule of a jurisdiction whose cap has no date there, and why."""
    rules = {rule.id: rule for rule in place.rules}
    for rule in rules.values():
        if rule.cap is not None:
            yield from ((rule, why) for why in _mistakes(place, rules, rule))


def _mistakes(place: Jurisdiction, rules: dict[str, Rule], rule: Rule) -> Iterator[str]:
    seen, cap = {rule.id}, rule.cap
    while cap is not None:
        if cap in seen:
            yield f"{cap} is capped by itself"
            return
        capping = rules.get(cap)
        if capping is None:
            yield f"its cap {cap} is not a rule of {place.id}"
            return
        if capping.kind not in DATED or capping.per:
            yield f"its cap {cap} does not give one date"
        seen.add(cap)
        cap = capping.cap
