"""Every example that stands beside a policy holds, and every policy has some."""

from collections.abc import Iterator
from typing import Any

import pytest

from app.models.schemas.eligibility import EligibilityRequest
from app.services.eligibility_rule import decide_request
from app.services.rulebook.policies import FOLDER, Vector, load_policies, read_files

TODDLER = {"decided_on": "2026-02-03", "born_on": "2024-05-11"}
FILES = [file for _, file in read_files(FOLDER)]
STATES = {"us", "us-ca", "us-tx", "us-ny", "us-il", "us-ma", "us-va", "us-pa", "us-fl", "us-ct", "us-md"}  # fmt: skip


def _vectors() -> Iterator[Any]:
    for file in FILES:
        for vector in file.vectors:
            yield pytest.param(file.jurisdiction, vector, id=f"{file.jurisdiction}: {vector.name}")


def _request(jurisdiction: str, vector: Vector) -> EligibilityRequest:
    """What a vector leaves out: a toddler's dates, evaluated on the day of decision."""
    given = TODDLER | vector.given
    given.setdefault("evaluated_on", given["decided_on"])
    findings = [{"domain": d, **measures} for d, measures in given.pop("findings", {}).items()]
    if "condition" in given:
        given["established_condition"] = {"code": given.pop("condition")}
    if given.pop("opinion", False):
        given["informed_clinical_opinion"] = {"eligible": True, "statement": "We see a delay."}
    asked = {"jurisdiction": jurisdiction, "program": vector.program, "findings": findings}
    return EligibilityRequest.model_validate(given | asked)


@pytest.mark.parametrize(("jurisdiction", "vector"), list(_vectors()))
def test_vector(jurisdiction: str, vector: Vector) -> None:
    answer = decide_request(load_policies(), _request(jurisdiction, vector))
    said = answer.model_dump()
    assert {name: said[name] for name in vector.expect} == vector.expect, answer.explanation


def test_all_eleven_jurisdictions_have_policies() -> None:
    assert load_policies().jurisdictions == STATES


def test_every_policy_is_the_answer_to_a_vector() -> None:
    answers = {
        decide_request(load_policies(), _request(file.jurisdiction, vector)).policy_id
        for file in FILES
        for vector in file.vectors
    }
    assert {policy["id"] for file in FILES for policy in file.policies} <= answers
