"""Twice the file costs at most about twice the steps: counted, not timed, so that any machine will do."""

import sys
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from types import FrameType
from typing import Any

import pytest

from app.services import rulebook
from app.services.rules import CaseFacts, Event, Pause, evaluate
from app.services.rules.compiled import Asked, all_of
from app.services.rules.draft import Count

BORN_ON, TODAY = date(2022, 6, 15), date(2025, 9, 1)
LEEWAY = 1.15
"""Sorting and looking up take a little more than twice."""


@pytest.fixture(scope="module", params=["step by step", "as one function"], autouse=True)
def asked(request: pytest.FixtureRequest) -> Iterator[None]:
    """Both ways in which a rule is asked."""
    rules = all_of(rulebook.load(), "us-ca")
    before = [rule.count for rule in rules]
    for rule in rules:
        rule.count = _as_one(rule) if request.param == "as one function" else _step_by_step(rule)
    yield
    for rule, count in zip(rules, before, strict=True):
        rule.count = count


def _as_one(rule: Asked) -> Count:
    flat = rule.flat(explain=False)
    assert flat is not None
    return flat.function


def _step_by_step(rule: Asked) -> Count:
    """However often it is asked: to flatten it takes steps too."""
    return lambda situation, found: rule.ask(situation, found, False)


def steps(work: Callable[[], object]) -> int:
    """Lines of Python that it takes."""
    taken = 0

    def count(_frame: FrameType, event: str, _about: Any) -> Any:
        nonlocal taken
        taken += event == "line"
        return count

    before = sys.gettrace()
    sys.settrace(count)
    try:
        work()
    finally:
        sys.settrace(before)
    return taken


def cost(
    events: list[Event], pauses: tuple[Pause, ...] = (), rules: list[str] | None = None
) -> int:
    case = CaseFacts("us-ca", BORN_ON, tuple(events), pauses, {}, None)
    evaluate(rulebook.load(), case, TODAY, rules=rules, explain=False)  # what is compiled once
    return steps(lambda: evaluate(rulebook.load(), case, TODAY, rules=rules, explain=False))


def times(n: int, kind: str, data: Callable[[int], dict[str, Any]] = lambda _: {}) -> list[Event]:
    return [Event(kind, BORN_ON + timedelta(days=30 + k), data(k)) for k in range(n)]


@pytest.mark.parametrize(
    "kind",
    ["referral.received", "ifsp.review.held", "records.requested", "pwn.sent", "partb.iep.held"],
)
def test_events_of_one_kind_cost_in_proportion(kind: str) -> None:
    assert cost(times(400, kind)) <= 2 * LEEWAY * cost(times(200, kind))


def test_services_cost_in_proportion() -> None:
    def served(n: int) -> list[Event]:
        signed = times(n, "ifsp.consent.signed", lambda k: {"services": [f"service-{k}"]})
        given = times(n, "ifsp.service.delivered", lambda k: {"service": f"service-{k}"})
        planned = times(n, "ifsp.service.planned", lambda k: {"service": f"service-{k}"})
        return [*signed, *given, *planned]

    assert cost(served(200)) <= 2 * LEEWAY * cost(served(100))


def test_pauses_cost_in_proportion() -> None:
    def paused(n: int) -> tuple[Pause, ...]:
        first = (BORN_ON + timedelta(days=40 + 3 * k) for k in range(n))
        return tuple(Pause("partc.family_circumstances", day, day) for day in first)

    told = times(1, "referral.received")
    assert cost(told, paused(200)) <= 2 * LEEWAY * cost(told, paused(100))


def test_rules_cost_what_each_costs() -> None:
    book = rulebook.load()
    ids = list(dict.fromkeys(rule.id for rule in book.jurisdictions["us-ca"].rules))
    told = [*times(3, "referral.received"), *times(3, "ifsp.review.held")]
    alone = sum(cost(told, rules=[rule]) for rule in ids)
    assert cost(told) <= alone
