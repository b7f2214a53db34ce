"""Every example that stands beside the rules holds."""

from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest

from app.models.schemas.rule import EvaluateRequest, EvaluateResponse
from app.services import rulebook
from app.services.rule import evaluate_request
from app.services.rulebook import FOLDER
from app.services.rulebook.vectors import DERIVED, Vector, read_vectors


def _vectors() -> Iterator[Any]:
    for place, vector in read_vectors(FOLDER):
        yield pytest.param(place, vector, id=f"{place}: {vector.name}")


def _answer(place: str, vector: Vector) -> EvaluateResponse:
    asked = EvaluateRequest.model_validate(
        {**vector.given, "jurisdiction": place, "rules": [vector.rule]}
    )
    return evaluate_request(rulebook.load(), asked, date.max)


@pytest.mark.parametrize(("place", "vector"), list(_vectors()))
def test_vector(place: str, vector: Vector) -> None:
    answer = _answer(place, vector)
    expected = dict(vector.expect)
    for name, day in expected.pop(DERIVED, {}).items():
        assert answer.derived[name] == day
    occurrence = expected.get("occurrence", answer.obligations[0].occurrence)
    (found,) = [o for o in answer.obligations if o.occurrence == occurrence]
    readings = expected.pop("alternatives", None)
    if readings is not None:
        assert {a.label: a.due_on for a in found.alternatives} == readings
    assert {name: getattr(found, name) for name in expected} == expected, found.explanation
