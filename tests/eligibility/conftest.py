"""A way to ask that needs neither a database nor a running application."""

from collections.abc import Callable
from typing import Any

import pytest

from app.models.schemas.eligibility import EligibilityRequest, EligibilityResponse
from app.services.eligibility_rule import decide_request
from app.services.rulebook.policies import load_policies

Ask = Callable[..., EligibilityResponse]

TODDLER = {"decided_on": "2026-02-03", "born_on": "2024-05-11", "evaluated_on": "2026-01-28"}
"""Twenty months and 17 of 31 days old at the evaluation, born at an unknown week."""


def ask_eligibility(jurisdiction: str = "us-ca", program: str = "partc", **stated: Any) -> Any:
    """Ask about a toddler. `findings` is a mapping of domains to measures, or a list."""
    findings = stated.pop("findings", [])
    if isinstance(findings, dict):
        findings = [{"domain": domain, **measures} for domain, measures in findings.items()]
    body = {**TODDLER, "jurisdiction": jurisdiction, "program": program, "findings": findings}
    return decide_request(load_policies(), EligibilityRequest.model_validate(body | stated))


@pytest.fixture
def ask() -> Ask:
    return ask_eligibility
