"""Names that rules use and nothing defines."""

import difflib
import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from typing import Any

from app.services.rulebook.shapes import Vocabulary
from app.services.rules.book import Due, Predicate, Rule
from app.services.rules.facts import FORMS, PARAM

Used = tuple[str, str]
"""What a name should name, and the name."""
FORM = re.compile(r"(?P<form>[a-z_]+)\((?P<of>[a-z0-9_.]+)\)")


class Names:
    """Every name that a rule of one jurisdiction may use, by what it names."""

    def __init__(self, words: Vocabulary, params: Collection[str], rules: Collection[str]) -> None:
        events, reasons = set(words.events), set(words.pause_reasons)
        facts = {*words.facts, *words.derived_facts}
        self.known: dict[str, Collection[str]] = {
            "stage": words.stages,
            "actor": words.actors,
            "event": events,
            "event or anchor": events | set(words.anchors),
            "anchor": words.anchors,
            "day to count from late in the year": {*words.anchors, *words.late_year_anchors},
            "pause reason": reasons,
            "fact": facts,
            "fact, event or pause reason": facts | events | reasons,
            "checklist": words.checklists,
            "param": params,
            "param of the vocabulary": words.params,
            "rule": rules,
            "form of a fact": FORMS,
        }

    def dangling(self, used: Iterable[Used]) -> Iterator[str]:
        """A sentence for each name that is not known, with the names near it."""
        for kind, name in used:
            if name not in (known := self.known[kind]):
                near = difflib.get_close_matches(name, known, n=2)
                hint = f"; near: {', '.join(near)}" if near else ""
                yield f"{name} is not a known {kind}{hint}"


def used_by_rule(rule: Rule) -> Iterator[Used]:
    """Every name a rule uses."""
    yield from [("stage", rule.stage), ("actor", rule.actor)]
    yield from _each("event", rule.satisfied_by)
    yield from _each("pause reason", rule.tolling)
    yield from _each("fact, event or pause reason", rule.exempt_if)
    yield from _given("event or anchor", rule.trigger)
    yield from _given("anchor", rule.acts_from)
    yield from _given("event", rule.again_after)
    yield from _given("checklist", rule.checklist)
    yield from _given("rule", rule.cap)
    yield from _given("rule", rule.replaces)
    for predicate in rule.applies_if:
        yield from _fact(predicate)
    for due in _dues(rule):
        yield from _given("event or anchor", due.anchor)
        yield from _given("event or anchor", due.alternative_anchor)
        yield from _given("param", due.param)
        yield from _given("fact", due.condition)
    if rule.instead:
        yield "fact", rule.instead.fact
        yield from _each("event", rule.instead.satisfied_by)
    if rule.gate:
        yield from _each("event", (*rule.gate.requires, *rule.gate.before))
    if rule.recurrence:
        yield from _each("event", rule.recurrence.restart_on)
    if rule.alternative_anchor:
        yield "event or anchor", rule.alternative_anchor["anchor"]
        yield "fact", rule.alternative_anchor["fact"]
    if rule.late_year:
        yield "event", rule.late_year.measured_event
        yield "day to count from late in the year", rule.late_year.anchor


def used_by_param(param: Mapping[str, Any]) -> Iterator[Used]:
    """Every name a parameter uses."""
    yield from _given("event or anchor", param.get("trigger"))
    yield from _given("event or anchor", param.get("anchor"))
    yield from _given("event or anchor", param.get("ends"))
    yield from _each("pause reason", param.get("tolling", ()))
    yield from _each("rule", param.get("applies_to", ()))
    if late := param.get("late_year"):
        yield "event", late["measured_event"]
        yield "day to count from late in the year", late["anchor"]
    if also := param.get("also"):
        yield "event", also["trigger"]


def _dues(rule: Rule) -> Iterator[Due]:
    waiting = [rule.due, *((rule.window.opens, rule.window.closes) if rule.window else ())]
    while waiting:
        if due := waiting.pop():
            yield due
            waiting += [due.urgent, *due.earliest_of]


def _fact(predicate: Predicate) -> Iterator[Used]:
    if match := FORM.fullmatch(predicate.fact):
        yield "form of a fact", match["form"]
        yield ("pause reason" if match["form"] == "paused" else "event"), match["of"]
    elif predicate.fact.startswith(PARAM):
        yield "param", predicate.fact.removeprefix(PARAM)
    else:
        yield "fact", predicate.fact


def _each(kind: str, names: Iterable[str]) -> Iterator[Used]:
    return ((kind, name) for name in names)


def _given(kind: str, name: str | None) -> Iterator[Used]:
    if name is not None:
        yield kind, name
