"""Lines of JSON: one answer each, and a bad line never stops the others."""

import json
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.models.schemas.eligibility import DOMAINS as CONTRACT_DOMAINS
from app.models.schemas.eligibility import EligibilityRequest, EligibilityResponse
from app.services.eligibility_rule import decide_line
from app.services.rulebook.policies import load_policies
from app.services.rules.eligibility import DOMAINS

EXAMPLES = Path(__file__).parents[2] / "examples"
LINE = '{"jurisdiction": "us-ca", "program": "partc", "decided_on": "2026-01-20", "born_on": "2024-06-02", "findings": [{"domain": "cognitive", "percent_delay": %s}]}'


@pytest.mark.parametrize(
    "line", (EXAMPLES / "rules-eligibility.jsonl").read_text("utf-8").splitlines()
)
def test_an_example_is_answered(line: str) -> None:
    assert EligibilityResponse.model_validate(decide_line(load_policies(), line.encode()))


def test_the_example_request_is_computed_by_hand() -> None:
    """19 months and 10 of 31 days; (599/31 - 14) / (599/31) x 100 = 27.5459 percent."""
    line = json.dumps(json.loads((EXAMPLES / "rules-eligibility.json").read_text("utf-8")))
    answer = decide_line(load_policies(), line.encode())
    assert answer["domains"]["cognitive"] == {
        "chronological_months": 19.3226,
        "corrected_months": 17.7097,
        "age_used_months": 19.3226,
        "percent_delay": 27.5459,
        "sd_below_mean": None,
        "meets": True,
    }
    assert answer["bases"] == ["developmental_delay", "established_risk"]


@pytest.mark.parametrize(
    ("digits", "eligible"),
    [("25", True), ("25.0", True), ("2.5e1", True), ("24.99999999999999999999", False)],
)
def test_numbers_are_taken_as_written(digits: str, eligible: bool) -> None:
    assert decide_line(load_policies(), (LINE % digits).encode())["eligible"] is eligible


@pytest.mark.parametrize(
    ("line", "status", "code"),
    [
        ("", 400, "malformed-request"),
        ("{", 400, "malformed-request"),
        (LINE % "NaN", 400, "malformed-request"),
        (LINE % "1e-99999999", 400, "malformed-request"),
        (LINE % "1e99999999999999999999", 400, "malformed-request"),
        (LINE % ("9" * 5000), 400, "malformed-request"),
        ('{"program": "partc", "program": "partb"}', 400, "malformed-request"),
        ("[" * 100_000, 400, "malformed-request"),
        ("[]", 422, "invalid-request"),
        ("null", 422, "invalid-request"),
        (LINE % "-1", 422, "invalid-request"),
        (LINE.replace("us-ca", "us-zz") % "1", 422, "unknown-name"),
        (LINE.replace("2026-01-20", "2024-01-20") % "1", 422, "invalid-request"),
    ],
)
def test_a_bad_line_is_answered_with_its_problem(line: str, status: int, code: str) -> None:
    problem = decide_line(load_policies(), line.encode())["error"]
    assert (problem["status"], problem["type"]) == (status, f"/problems/{code}")


def test_a_problem_says_where() -> None:
    problem = decide_line(load_policies(), (LINE % "101").encode())["error"]
    assert [error["pointer"] for error in problem["errors"]] == ["/findings/0/percent_delay"]


@settings(max_examples=200, deadline=None)
@given(st.text() | st.recursive(st.none() | st.integers() | st.text(), st.lists).map(json.dumps))
def test_no_line_raises(line: str) -> None:
    assert "error" in decide_line(load_policies(), line.encode())


def test_the_contract_names_the_domains_of_the_rules() -> None:
    assert CONTRACT_DOMAINS == DOMAINS


def test_numbers_of_the_contract_are_numbers() -> None:
    asked = EligibilityRequest.model_json_schema()["$defs"]["Finding"]["properties"]
    assert asked["percent_delay"]["anyOf"][0] == {"type": "number", "minimum": 0, "maximum": 100}
    answered = EligibilityResponse.model_json_schema(mode="serialization")["$defs"]["DomainRead"]
    assert answered["properties"]["percent_delay"]["anyOf"][0] == {"type": "number"}


def test_a_float_that_came_through_another_parser_keeps_its_digits() -> None:
    body = json.loads(LINE % "27.1")
    request = EligibilityRequest.model_validate(body)
    assert request.findings[0].percent_delay == Decimal("27.1")
