"""A rulebook of a few rules, for tests that are about counting and not about law."""

from collections.abc import Mapping
from typing import Any

from app.services.rules.book import Book, Due, Jurisdiction, Rule

PARAMS: Mapping[str, Any] = {"due_soon_days": {"value": 7}}
PAUSE_REASONS: Mapping[str, Mapping[str, Any]] = {
    "partc.family_circumstances": {},
    "partb.not_produced": {},
    "ca.school_break": {"modes": ["whole_break", "excess_over_five"], "free_schooldays": 5},
}
EVENTS = (
    "referral.received", "evaluation.completed", "ifsp.initial.held", "records.requested",
    "records.provided", "partc.exited", "case.closed", "ifsp.consent.signed", "ifsp.service.delivered",
)  # fmt: skip


def a_rule(**fields: Any) -> Rule:
    """A federal deadline of 45 days from referral to evaluation, unless told otherwise."""
    return Rule(
        **{
            "id": "us.partc.sample",
            "version": "1",
            "jurisdiction": "us",
            "title": "Sample",
            "stage": "s2_eligibility",
            "kind": "deadline",
            "actor": "la",
            "cite": ("34 CFR 303.310",),
            "confidence": "text",
            "trigger": "referral.received",
            "due": Due(plus=45),
            "satisfied_by": ("evaluation.completed",),
            **fields,
        }
    )


def a_book(*rules: Rule, **params: Any) -> Book:
    """A rulebook with one jurisdiction, us."""
    us = Jurisdiction("us", "United States", None, {**PARAMS, **params}, rules)
    return Book(
        version="1",
        sha256="",
        jurisdictions={"us": us},
        events=dict.fromkeys(EVENTS, ""),
        anchors={"third_birthday": ""},
        pause_reasons=PAUSE_REASONS,
        facts={},
        actors={},
        stages={},
    )
