"""Reading the rulebook: jurisdictions, rules and words."""

from dataclasses import replace
from datetime import date
from types import MappingProxyType

import pytest

from app.services import rulebook, rulebook_index
from app.services.rulebook.policies import load_policies
from app.services.rules import Book
from app.services.vocabulary import UnknownWord

BOOK = rulebook.load()


def test_the_overview_names_version_fingerprint_and_jurisdictions() -> None:
    said = rulebook_index.overview(BOOK)
    assert (said.version, said.sha256, said.rules) == (
        BOOK.version,
        BOOK.sha256,
        len(list(BOOK.all_rules())),
    )
    assert {j.id: j.rules for j in said.jurisdictions} == {
        name: len(place.rules) for name, place in BOOK.jurisdictions.items()
    }


def test_a_jurisdiction_shows_inherited_rules_and_params() -> None:
    said = rulebook_index.jurisdiction(BOOK, "us-va")
    assert {rule.jurisdiction for rule in said.rules} == {"us", "us-va"}
    assert said.params["first_day"]["value"] == "included_for_partc_45"
    assert said.params["partc_hearing_days"]["cite"] == "34 CFR 303.437(b), 303.440(c)"


def test_every_jurisdiction_can_be_written_as_json() -> None:
    for name in BOOK.jurisdictions:
        assert rulebook_index.jurisdiction(BOOK, name).model_dump_json()


def test_rules_of_a_jurisdiction_are_those_written_for_it() -> None:
    assert [rule.id for rule in rulebook_index.rules(BOOK, "us-va")] == [
        "us-va.partc.transition.notify"
    ]
    assert rulebook_index.rules(BOOK, "us-ct") == []
    assert len(rulebook_index.rules(BOOK, None)) == len(list(BOOK.all_rules()))


def test_a_rule_is_shown_with_all_that_makes_its_date() -> None:
    (rule,) = rulebook_index.rule(BOOK, "us-ca.partb.iep.initial")
    assert rule.citations == ["Ed. Code 56302.1", "Ed. Code 56344(a)", "Ed. Code 56043(c), (f)"]
    assert rule.due is not None
    assert (rule.due.plus, rule.due.unit) == (60, "cd")
    assert rule.late_year is not None
    assert (rule.late_year.within_days, rule.late_year.anchor) == (30, "school_year_start")
    assert rule.cap == "us-ca.partb.iep.third_birthday"
    assert rule.replaces == "us.partb.evaluation.initial"


def test_versions_of_a_rule_are_shown_newest_first() -> None:
    place = BOOK.jurisdictions["us-pa"]
    (first,) = [rule for rule in place.rules if rule.id == "us-pa.partb.services.start"]
    second = replace(first, version="2", effective_from=date(2026, 7, 1))
    changed = MappingProxyType(
        {**BOOK.jurisdictions, "us-pa": replace(place, rules=(*place.rules, second))}
    )
    book: Book = replace(BOOK, jurisdictions=changed)
    assert [rule.version for rule in rulebook_index.rule(book, first.id)] == ["2", "1"]


def test_what_the_rulebook_does_not_have_is_not_found() -> None:
    with pytest.raises(rulebook_index.JurisdictionNotFound):
        rulebook_index.jurisdiction(BOOK, "us-xx")
    with pytest.raises(rulebook_index.RuleNotFound):
        rulebook_index.rule(BOOK, "us.partc.nothing")
    with pytest.raises(rulebook_index.ReleaseNotFound):
        rulebook_index.changes([BOOK], "1999.1", None)


def test_a_filter_that_names_nothing_known_is_refused_with_the_nearest() -> None:
    with pytest.raises(UnknownWord) as place:
        rulebook_index.rules(BOOK, "us-cal")
    assert "us-ca" in place.value.extra["near"]
    with pytest.raises(UnknownWord) as since:
        rulebook_index.changes([BOOK], BOOK.version, "2025.0")
    assert since.value.extra["near"] == [BOOK.version]


def test_the_vocabulary_holds_every_word_with_its_meaning() -> None:
    said = rulebook_index.vocabulary(BOOK, load_policies())
    assert said.params.keys() == {n for j in BOOK.jurisdictions.values() for n in j.params}
    for words in (said.events, said.anchors, said.facts, said.fact_forms, said.actors, said.stages):
        assert all(words.values())
    assert said.pause_reasons["partc.family_circumstances"].evidence
    assert said.pause_reasons["ca.school_break"].default_mode == "excess_over_five"
    assert {reason.code for reason in said.exit_reasons if reason.only_if_param} == {
        "PARTB_CONTINUING"
    }
    assert set(said.derived_facts) < said.facts.keys()
    assert {"failure_to_thrive", "elevated_blood_lead"} < set(said.risk_factors)
    assert said.units["swd"].cite == "603 CMR 28.02, 28.05"
