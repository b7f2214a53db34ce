"""Eligibility as policy objects: criteria are data, and this package only compares.

Pure: no clock, no file, no database. `decide` judges a `Case` by a `Policy`.
"""

from app.services.rules.eligibility.case import Case, Finding
from app.services.rules.eligibility.conditions import Conditions, Listed
from app.services.rules.eligibility.decision import (
    Decision,
    DomainDecision,
    decide,
    undecided_without_policy,
)
from app.services.rules.eligibility.number import rounded
from app.services.rules.eligibility.policies import Policies
from app.services.rules.eligibility.policy import DOMAINS, Policy

__all__ = [
    "DOMAINS",
    "Case",
    "Conditions",
    "Decision",
    "DomainDecision",
    "Finding",
    "Listed",
    "Policies",
    "Policy",
    "decide",
    "rounded",
    "undecided_without_policy",
]
