"""Who asks only the rules that look at a change, or only those that are awake, misses nothing."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.services import rulebook
from app.services.rules import (
    CaseFacts,
    Draft,
    Event,
    Pause,
    find,
    names_seen,
    rules_seeing,
    situation_of,
)
from tests.rules.asking import SCHOOL
from tests.rules.test_properties import BORN_ON, DAYS, EVENTS, PAUSES, unhurried

BOOK = rulebook.load()
PLACES = st.sampled_from(sorted(BOOK.jurisdictions))
FACTS = st.dictionaries(st.sampled_from(sorted(BOOK.facts)), st.booleans(), max_size=8)
CASES = st.builds(
    CaseFacts, PLACES, st.just(BORN_ON), EVENTS, PAUSES, FACTS, st.sampled_from([None, SCHOOL])
)
DECISIONS = [name for name in BOOK.events if name.endswith(".decided")]
MORE = st.builds(
    Event, st.sampled_from(sorted(BOOK.events) + DECISIONS * 5), DAYS,
    st.fixed_dictionaries({}, optional={"eligible": st.booleans(), "service": st.just("speech")}),
)  # fmt: skip
REASONS = st.sampled_from(sorted(BOOK.pause_reasons))


def drafts(case: CaseFacts, today: date, rules: Iterable[str] | None = None) -> list[Draft]:
    rules = None if rules is None else list(rules)
    return find(BOOK, situation_of(BOOK, case, today), rules)


def assert_unmoved(before: CaseFacts, after: CaseFacts, today: date, changed: str) -> None:
    seeing = rules_seeing(BOOK, before.jurisdiction, frozenset({changed}))
    blind = [r.id for r in BOOK.jurisdictions[before.jurisdiction].rules if r.id not in seeing]
    assert drafts(before, today, blind) == drafts(after, today, blind)


@unhurried
@given(CASES, DAYS, MORE)
def test_an_event_moves_only_rules_that_see_it(case: CaseFacts, today: date, more: Event) -> None:
    after = replace(case, events=(*case.events, more))
    assert_unmoved(case, after, today, more.type)


@unhurried
@given(CASES, DAYS, REASONS, DAYS)
def test_a_pause_moves_only_rules_that_see_it(
    case: CaseFacts, today: date, reason: str, first: date
) -> None:
    after = replace(case, pauses=(*case.pauses, Pause(reason, first, None)))
    assert_unmoved(case, after, today, reason)


@unhurried
@given(CASES, DAYS, st.sampled_from(sorted(BOOK.facts)), st.booleans())
def test_a_fact_moves_only_rules_that_see_it(
    case: CaseFacts, today: date, name: str, stated: bool
) -> None:
    assert_unmoved(case, replace(case, facts={**case.facts, name: stated}), today, name)


@unhurried
@given(CASES, DAYS)
def test_a_rule_needs_no_event_that_it_does_not_see(case: CaseFacts, today: date) -> None:
    for rule in drafts(case, today)[::7]:
        rule_id = rule.line.rule.id
        seen = names_seen(BOOK, case.jurisdiction, frozenset({rule_id}))
        part = replace(case, events=tuple(e for e in case.events if e.type in seen))
        assert drafts(part, today, [rule_id]) == drafts(case, today, [rule_id])


@unhurried
@given(CASES, DAYS)
def test_a_sleeping_rule_has_no_date(case: CaseFacts, today: date) -> None:
    situation = situation_of(BOOK, case, today)
    awake = find(BOOK, situation, sleeping=False)
    passed_over = [d for d in find(BOOK, situation) if d not in awake]
    assert all(d.due_on is None and d.satisfied_on is None for d in passed_over)
    assert {d.status for d in passed_over} <= {"waiting_for_trigger", "not_applicable"}


@unhurried
@given(CASES, DAYS)
def test_sentences_change_nothing_else(case: CaseFacts, today: date) -> None:
    situation = situation_of(BOOK, case, today)
    told = [draft._replace(steps=()) for draft in find(BOOK, situation, explain=True)]
    assert told == find(BOOK, situation)


@pytest.mark.parametrize("place", sorted(BOOK.jurisdictions))
def test_most_changes_are_seen_by_few_rules(place: str) -> None:
    count = len(BOOK.jurisdictions[place].rules)
    assert len(rules_seeing(BOOK, place, frozenset({"ifsp.review.held"}))) < count / 4


def test_the_notice_to_the_district_is_seen_as_the_referral_that_it_is() -> None:
    notice = frozenset({"transition.notified.lea"})
    assert set(rules_seeing(BOOK, "us-ca", notice)) >= set(
        rules_seeing(BOOK, "us-ca", frozenset({"partb.referral.received"}))
    )
