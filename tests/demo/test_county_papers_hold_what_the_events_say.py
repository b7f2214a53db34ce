"""Evaluations and decisions of the demo county: signed, by two disciplines, and what the rules say of them."""

from datetime import date

import pytest

from app.demo.county import County, make_county, make_neighbour
from app.demo.evaluations import papers
from app.models.assessment import Assessment, EligibilityDecision
from app.models.signature import Signature
from app.models.staff import StaffCredential
from app.services.assessment.assess import text_hash

TODAY = date(2026, 3, 2)


@pytest.fixture(scope="module")
def county() -> County:
    return make_county(20, TODAY)


def test_every_evaluation_has_its_report_and_every_decision_the_rules_answer(
    county: County,
) -> None:
    rows = list(papers(county))
    reports = {r.student_id: r for r in rows if isinstance(r, Assessment)}
    decisions = {r.student_id: r for r in rows if isinstance(r, EligibilityDecision)}
    for file in county.files:
        types = {e.type: e for e in file.events}
        assert ("evaluation.completed" in types) is (file.student.id in reports)
        decided = types.get("eligibility.partc.decided")
        assert (decided is not None) is (file.student.id in decisions)
        if decided is not None:
            decision = decisions[file.student.id]
            assert decision.is_eligible is decided.data["eligible"]
            assert len({m["discipline"] for m in decision.team}) == 2
    assert len(decisions) > 100
    assert {d.category for d in decisions.values()} == {
        "developmental_delay", "established_condition", "at_risk", "none",
    }  # fmt: skip


def test_every_signature_stands_under_its_text_and_a_licence(county: County) -> None:
    rows = list(papers(county))
    reports = {r.id: r for r in rows if isinstance(r, Assessment)}
    held = {
        (c.principal_id, c.discipline, c.number) for c in rows if isinstance(c, StaffCredential)
    }
    signatures = [r for r in rows if isinstance(r, Signature)]
    assert len(signatures) == 2 * len(reports)
    for signature in signatures:
        assert signature.text_sha256 == text_hash(reports[signature.record_id])
        assert (signature.principal_id, signature.discipline, signature.licence_number) in held


def test_a_small_county_has_a_team_of_two_disciplines_too() -> None:
    rows = list(papers(make_neighbour(20, TODAY)))
    reports = [r for r in rows if isinstance(r, Assessment)]
    assert reports
    assert all(len({e["discipline"] for e in r.examiners}) == 2 for r in reports)


def test_the_same_county_has_the_same_papers(county: County) -> None:
    assert [p.id for p in papers(county)] == [p.id for p in papers(county)]
