"""Every example that stands beside a policy holds, and every policy has some."""

from collections.abc import Iterator
from typing import Any

import pytest

from app.services.rulebook.examples import decided
from app.services.rulebook.policies import FOLDER, Vector, load_policies, read_files

FILES = [file for _, file in read_files(FOLDER)]
STATES = {"us", "us-ca", "us-tx", "us-ny", "us-il", "us-ma", "us-va", "us-pa", "us-fl", "us-ct", "us-md"}  # fmt: skip


def _vectors() -> Iterator[Any]:
    for file in FILES:
        for vector in file.vectors:
            yield pytest.param(file.jurisdiction, vector, id=f"{file.jurisdiction}: {vector.name}")


@pytest.mark.parametrize(("jurisdiction", "vector"), list(_vectors()))
def test_vector(jurisdiction: str, vector: Vector) -> None:
    answer = decided(load_policies(), jurisdiction, vector)
    said = answer.model_dump()
    assert {name: said[name] for name in vector.expect} == vector.expect, answer.explanation


def test_all_eleven_jurisdictions_have_policies() -> None:
    assert load_policies().jurisdictions >= STATES


def test_every_policy_is_the_answer_to_a_vector() -> None:
    answers = {
        decided(load_policies(), file.jurisdiction, vector).policy_id
        for file in FILES
        for vector in file.vectors
    }
    assert {policy["id"] for file in FILES for policy in file.policies} <= answers
