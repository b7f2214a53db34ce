"""Ways of writing a rule, on a rulebook made for it."""

from datetime import date
from typing import Any

import pytest

from app.services.rules import CaseFacts, Event, Obligation, Pause, evaluate
from app.services.rules.book import Due, Gate, Predicate, Rule
from tests.rules.books import a_book, a_rule

TODAY = date(2026, 6, 30)
NOT_YET_PLANNED = Predicate("not_yet(ifsp.initial.held)", "is", value=True)


def asked(
    rule: Rule, *told: Any, pauses: tuple[Pause, ...] = (), **params: Any
) -> list[Obligation]:
    events = tuple(Event(type_, date.fromisoformat(on), *data) for type_, on, *data in told)
    case = CaseFacts("us", date(2024, 6, 15), events, pauses)
    return list(evaluate(a_book(rule, **params), case, TODAY))


def test_per_event_every_event_starts_a_clock_of_its_own() -> None:
    rule = a_rule(
        per="event",
        trigger="records.requested",
        due=Due(plus=10),
        satisfied_by=("records.provided",),
    )
    found = asked(
        rule,
        ("records.requested", "2026-01-05"),
        ("records.provided", "2026-01-10"),
        ("records.requested", "2026-02-02"),
        ("records.requested", "2026-02-02"),
    )
    assert [(o.occurrence, str(o.due_on), o.status) for o in found] == [
        ("2026-01-05", "2026-01-15", "met"),
        ("2026-02-02", "2026-02-12", "open"),
    ]


def test_one_act_closes_every_clock_that_was_running() -> None:
    rule = a_rule(
        per="event",
        trigger="records.requested",
        due=Due(plus=10),
        satisfied_by=("records.provided",),
    )
    found = asked(
        rule,
        ("records.requested", "2026-01-05"),
        ("records.requested", "2026-01-07"),
        ("records.provided", "2026-01-10"),
    )
    assert [o.status for o in found] == ["met", "met"]


def a_gate(**fields: Any) -> Rule:
    gate = Gate(requires=("ifsp.consent.signed",), before=("ifsp.service.delivered",))
    return a_rule(kind="gate", gate=gate, trigger=None, due=None, satisfied_by=(), **fields)


@pytest.mark.parametrize(
    ("signed_on", "state"),
    [("2026-01-05", "met"), ("2026-01-06", "met"), ("2026-01-07", "met_late"), (None, "overdue")],
)
def test_what_a_gate_requires_may_come_on_the_day_itself_and_no_later(
    signed_on: str | None, state: str
) -> None:
    told = [("ifsp.service.delivered", "2026-01-06")]
    if signed_on:
        told.append(("ifsp.consent.signed", signed_on))
    (found,) = asked(a_gate(), *told)
    assert (found.state, found.due_on) == (state, date(2026, 1, 6))


def test_a_gate_per_service_looks_at_each_service_alone() -> None:
    found = asked(
        a_gate(per="service"),
        ("ifsp.consent.signed", "2026-01-05", {"services": ["speech"]}),
        ("ifsp.service.delivered", "2026-01-06", {"service": "speech"}),
        ("ifsp.service.delivered", "2026-01-06", {"service": "vision"}),
    )
    assert {o.occurrence: o.state for o in found} == {"speech": "met", "vision": "overdue"}


def test_a_condition_may_ask_what_had_not_happened_by_the_trigger() -> None:
    rule = a_gate(applies_if=(NOT_YET_PLANNED,))
    delivered, held = ("ifsp.service.delivered", "2026-01-06"), "ifsp.initial.held"
    assert asked(rule, delivered)[0].state == "overdue"
    assert asked(rule, delivered, (held, "2026-02-01"))[0].state == "overdue"
    assert asked(rule, delivered, (held, "2026-01-05"))[0].state == "not_applicable"


@pytest.mark.parametrize(
    ("fact", "state"),
    [
        ("happened(evaluation.completed)", "not_applicable"),
        ("paused(partb.not_produced)", "not_applicable"),
        ("paused(partc.family_circumstances)", "open"),
    ],
)
def test_a_condition_may_ask_what_has_happened_and_what_was_paused(fact: str, state: str) -> None:
    rule = a_rule(due=Due(is_asap=True), applies_if=(Predicate(fact, "is", value=True),))
    pause = Pause("partc.family_circumstances", date(2026, 2, 1), None)
    (found,) = asked(rule, ("referral.received", "2026-01-05"), pauses=(pause,))
    assert found.state == state


@pytest.mark.parametrize(("assumed", "state"), [(True, "overdue"), (False, "not_applicable")])
def test_a_condition_may_say_what_to_assume(assumed: bool, state: str) -> None:
    unknown = Predicate("dbt(ifsp.initial.held)", "gte", 90, if_unknown=assumed)
    (found,) = asked(a_rule(applies_if=(unknown,)), ("referral.received", "2026-01-05"))
    assert (found.state, found.missing) == (state, ())


@pytest.mark.parametrize(
    ("referred", "version", "due_on"),
    [("2025-12-31", "1", "2026-02-14"), ("2026-01-01", "2", "2026-01-31")],
)
def test_a_duty_follows_the_version_in_force_on_its_trigger_day(
    referred: str, version: str, due_on: str
) -> None:
    old = a_rule(effective_to=date(2025, 12, 31))
    new = a_rule(version="2", due=Due(plus=30), effective_from=date(2026, 1, 1))
    case = CaseFacts(
        "us", date(2024, 6, 15), (Event("referral.received", date.fromisoformat(referred)),)
    )
    (found,) = evaluate(a_book(old, new), case, TODAY)
    assert (found.rule_version, str(found.due_on)) == (version, due_on)


def test_while_nothing_has_started_it_the_version_of_today_waits() -> None:
    old = a_rule(effective_to=date(2025, 12, 31))
    new = a_rule(version="2", effective_from=date(2026, 1, 1))
    (found,) = evaluate(a_book(old, new), CaseFacts("us", date(2024, 6, 15)), TODAY)
    assert (found.rule_version, found.state) == ("2", "waiting_for_trigger")


def test_a_clock_may_run_backward_in_business_days() -> None:
    rule = a_rule(trigger="ifsp.initial.held", due=Due(minus=5, unit="bd"))
    (found,) = asked(rule, ("ifsp.initial.held", "2026-01-12"))
    assert (found.due_on, found.missing) == (date(2026, 1, 5), ("calendar.holidays",))


@pytest.mark.parametrize("reading", [Due(plus=10, unit="bd"), Due(plus=10)])
def test_of_two_duties_the_earlier_binds(reading: Due) -> None:
    rule = a_rule(due=Due(earliest_of=(reading, Due(plus=12))))
    (found,) = asked(rule, ("referral.received", "2026-01-05"))
    assert found.due_on == min(date(2026, 1, 17), date(2026, 1, 19 if reading.unit == "bd" else 15))


def test_days_within_which_a_duty_is_due_soon_are_the_rulebooks() -> None:
    case = CaseFacts("us", date(2024, 6, 15), (Event("referral.received", date(2026, 6, 1)),))
    (found,) = evaluate(a_book(a_rule(), due_soon_days={"value": 20}), case, TODAY)
    assert (found.days_left, found.state) == (16, "due_soon")
