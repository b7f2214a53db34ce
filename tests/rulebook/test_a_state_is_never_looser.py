"""A State's rule may ask for more than the federal one it replaces, never for less."""

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.services import rulebook
from app.services.rulebook import lint
from app.services.rulebook.strictness import looser, looser_value, offsets
from app.services.rules.book import Due, Gate, Predicate, Recurrence, Rule, Window
from app.services.rules.months import add_months
from tests.rulebook.conftest import Edit

TODDLER = Predicate("child.potentially_eligible_partb", "is", True)


def a_rule(**fields: Any) -> Rule:
    """30 days to meet, one excuse."""
    said: dict[str, Any] = {
        "id": "us.partc.sample", "version": "1", "jurisdiction": "us", "title": "Sample",
        "stage": "s3_ifsp", "kind": "deadline", "actor": "la", "cite": ("34 CFR 303.310",),
        "confidence": "text", "trigger": "referral.received", "due": Due(plus=30),
        "satisfied_by": ("evaluation.completed", "case.closed"),
        "tolling": ("partc.no_consent",), "applies_if": (TODDLER,),
    }  # fmt: skip
    return Rule(**(said | fields))


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"due": Due(plus=31)}, "is due later"),
        ({"due": Due(plus=25, unit="bd")}, "is due later"),
        ({"due": Due(plus=5, unit="sd")}, "is due later"),
        ({"due": Due(plus=1, unit="mo")}, "is due later"),
        ({"due": Due(is_asap=True)}, "is due later"),
        ({"due": None}, "is due later"),
        ({"trigger": "consent.evaluation.signed"}, "starts at consent.evaluation.signed, not at referral.received"),
        ({"tolling": ("partc.no_consent", "ca.school_break")}, "excuses by ca.school_break"),
        ({"exempt_if": ("found_ineligible",)}, "excuses by found_ineligible"),
        ({"applies_if": (TODDLER, Predicate("child.from_partc", "is", True))}, "applies only if child.from_partc"),
        ({"satisfied_by": ("evaluation.completed", "ifsp.initial.held")}, "is met by less"),
        ({"late_year": object()}, "moves past the end of the school year"),
        ({"kind": "floor"}, "is a floor, not a deadline"),
        ({"due": Due(plus=30, anchor="third_birthday")}, "is due by another day, third_birthday"),
        ({"due": Due(minus=1, anchor="third_birthday")}, "is due by another day, third_birthday"),
        ({"applies_if": (replace(TODDLER, if_unknown=False),)}, "does not apply while child.potentially_eligible_partb is unknown"),
    ],
)  # fmt: skip
def test_less_than_the_federal_rule_asks_is_looser(fields: dict[str, Any], said: str) -> None:
    assert list(looser(a_rule(**fields), a_rule())) == [said]


@pytest.mark.parametrize(
    "fields",
    [
        {},
        {"due": Due(plus=29)},
        {"due": Due(plus=10, unit="bd")},
        {"due": Due(plus=0, unit="sd")},
        {"due": Due(earliest_of=(Due(plus=2, unit="mo"), Due(plus=30)))},
        {"tolling": ()},
        {"due": Due(earliest_of=(Due(plus=1, anchor="third_birthday"), Due(plus=30)))},
        {"applies_if": ()},
        {"applies_if": (replace(TODDLER, if_unknown=True),)},
        {"per": "service"},
        {"satisfied_by": ("evaluation.completed",)},
        {"satisfied_by": ("evaluation.completed", "ifsp.initial.held"), "needs_all": True},
    ],
)
def test_as_much_or_more_is_not_looser(fields: dict[str, Any]) -> None:
    assert list(looser(a_rule(**fields), a_rule())) == []


def test_a_federal_text_that_defers_lets_the_state_be_looser() -> None:
    assert list(looser(a_rule(due=Due(plus=90)), a_rule(defers=True))) == []


def test_of_two_events_that_the_federal_rule_needs_none_may_be_dropped() -> None:
    federal = a_rule(needs_all=True)
    assert list(looser(a_rule(), federal)) == ["is met by less"]
    assert list(looser(a_rule(satisfied_by=("case.closed",), needs_all=True), federal)) == [
        "is met by less"
    ]


@pytest.mark.parametrize("federal", [Due(is_asap=True), Due(is_reasonable=True)])
def test_a_month_may_stand_for_as_soon_as_possible_and_years_may_not(federal: Due) -> None:
    prompt = a_rule(kind="asap", due=federal)
    assert list(looser(a_rule(), prompt)) == []
    assert list(looser(a_rule(due=Due(plus=2000)), prompt)) == ["is due later"]
    assert list(looser(a_rule(due=Due(plus=10, unit="sd")), prompt)) == ["is due later"]


def test_as_soon_as_possible_is_not_looser_than_reasonable_time() -> None:
    soon, reasonable = a_rule(due=Due(is_asap=True)), a_rule(due=Due(is_reasonable=True))
    assert list(looser(soon, reasonable)) == []
    assert list(looser(reasonable, soon)) == ["is due later"]


def test_in_one_unit_the_numbers_are_compared() -> None:
    federal = a_rule(due=Due(plus=10, unit="bd"))
    assert list(looser(a_rule(due=Due(plus=10, unit="bd"), tolling=()), federal)) == []
    assert list(looser(a_rule(due=Due(plus=9, unit="bd")), federal)) == []
    assert list(looser(a_rule(due=Due(plus=11, unit="bd")), federal)) == ["is due later"]


def test_an_urgent_time_may_not_be_dropped() -> None:
    urgent = Due(plus=30, urgent=Due(plus=10), condition="lanterman.delay_is_risky")
    assert list(looser(a_rule(), a_rule(due=urgent))) == ["is due later"]
    assert list(looser(a_rule(due=urgent), a_rule(due=urgent))) == []


@pytest.mark.parametrize("key", ["event", "service"])
def test_one_clock_for_each_may_not_become_one_for_all(key: str) -> None:
    assert list(looser(a_rule(), a_rule(per=key))) == [f"starts one clock, not one for each {key}"]


def test_a_window_that_opens_by_agreement_may_not_open_without() -> None:
    agreed, closes = Due(minus=9, unit="mo", condition="all_parties_agree"), Due(minus=90)
    federal = a_rule(due=None, window=Window(agreed, closes))
    alone = a_rule(due=None, window=Window(Due(minus=9, unit="mo"), closes))
    assert list(looser(alone, federal)) == ["opens whether all_parties_agree or not"]
    later = a_rule(due=None, window=Window(replace(agreed, minus=8), closes))
    assert list(looser(later, federal)) == []


@pytest.mark.parametrize(
    ("param", "is_looser"),
    [
        ({"value": 30, "unit": "cd"}, False),
        ({"value": 45, "unit": "cd"}, False),
        ({"plus": 45, "unit": "cd"}, False),
        ({"value": 1000, "unit": "cd"}, True),
        ({"value": 45, "unit": "bd"}, True),
        ({"value": None}, True),
    ],
)
def test_a_number_that_federal_law_lets_choose_is_one_of_its_choices(
    param: dict[str, Any], is_looser: bool
) -> None:
    federal = {"value": 30, "unit": "cd", "alternatives": (45,)}
    said = ["looser than federal: it must be one of 30, 45 cd, or less"] if is_looser else []
    assert list(looser_value(param, federal)) == said
    assert list(looser_value(param, {"value": 30, "unit": "cd"})) == []


@pytest.mark.parametrize(
    ("opens", "closes", "said"),
    [
        (Due(minus=9, unit="mo"), Due(minus=90), []),
        (Due(minus=8, unit="mo"), Due(minus=91), []),
        (Due(minus=9, unit="mo"), Due(earliest_of=(Due(minus=90), Due(minus=3, unit="mo"))), []),
        (Due(minus=9, unit="mo"), Due(minus=3, unit="mo"), ["closes later"]),
        (Due(minus=10, unit="mo"), Due(minus=90), ["opens earlier"]),
        (None, Due(minus=90), ["opens earlier"]),
    ],
)
def test_a_window_may_only_be_narrower(opens: Due | None, closes: Due, said: list[str]) -> None:
    federal = a_rule(due=None, window=Window(Due(minus=9, unit="mo"), Due(minus=90)))
    assert list(looser(a_rule(due=None, window=Window(opens, closes)), federal)) == said
    assert list(looser(a_rule(due=None), federal)) == ["has no window"]


@pytest.mark.parametrize(
    ("recurrence", "said"),
    [
        (Recurrence(3, "yr", ()), []),
        (Recurrence(2, "yr", ()), []),
        (Recurrence(24, "mo", ()), []),
        (Recurrence(4, "yr", ()), ["recurs less often"]),
        (Recurrence(200, "sd", ()), ["recurs less often"]),
        (None, ["recurs less often"]),
    ],
)
def test_a_meeting_may_only_recur_more_often(
    recurrence: Recurrence | None, said: list[str]
) -> None:
    federal = a_rule(due=None, recurrence=Recurrence(3, "yr", ()))
    assert list(looser(a_rule(due=None, recurrence=recurrence), federal)) == said


@given(st.dates(), st.integers(1, 36))
def test_no_month_is_shorter_or_longer_than_the_bounds_say(day: Any, months: int) -> None:
    bounds = offsets(Due(plus=months, unit="mo"))
    assert bounds is not None
    if day.year < 9990:
        assert bounds[0] <= (add_months(day, months) - day).days <= bounds[1]


def test_no_state_of_the_rulebook_is_looser_where_the_federal_text_does_not_defer() -> None:
    book = rulebook.load()
    federal = {rule.id: rule for rule in book.jurisdictions["us"].rules}
    replacing = [rule for rule in book.all_rules() if rule.replaces]
    assert len(replacing) >= 12
    assert {rule.id: list(looser(rule, federal[str(rule.replaces)])) for rule in replacing} == {
        rule.id: [] for rule in replacing
    }


def test_the_federal_text_defers_only_where_it_says_so() -> None:
    federal = rulebook.load().jurisdictions["us"].rules
    assert {rule.id for rule in federal if rule.defers} == {
        "us.partb.evaluation.initial",
        "us.partc.service.start",
        "us.partc.dueprocess",
    }


def test_a_looser_state_is_refused_with_file_line_and_rule(folder: Path, edit: Edit) -> None:
    edit("us-pa/jurisdiction.yaml", "{every: 2, unit: yr,", "{every: 4, unit: yr,")
    (mistake,) = lint([folder])
    where, said = mistake.split(" looser than ")
    assert where == "us-pa/jurisdiction.yaml:18: us-pa.partb.reevaluation:"
    assert said == "us.partb.reevaluation: it recurs less often"


def test_a_gate_may_not_be_dropped() -> None:
    gate = Gate(("pwn.sent",), ("case.closed",))
    assert list(looser(a_rule(gate=None), a_rule(gate=gate))) == ["guards less"]
    wider = Gate(("pwn.sent", "safeguards.notice.given"), ("case.closed", "partc.exited"))
    assert list(looser(a_rule(gate=wider), a_rule(gate=gate))) == []
