"""Every dated rule has its example, and every example holds."""

import pytest

from app.services import rulebook
from app.services.rulebook import FOLDER, Vector, read_vectors
from app.services.rulebook.examples import answered

DATED = {"deadline", "window", "recurring", "floor"}


@pytest.mark.parametrize(
    ("jurisdiction", "vector"),
    [pytest.param(name, v, id=f"{name}: {v.name}") for name, v in read_vectors(FOLDER)],
)
def test_example(jurisdiction: str, vector: Vector) -> None:
    assert answered(rulebook.load(), jurisdiction, vector) == vector.expect


def test_no_two_examples_of_a_jurisdiction_have_one_name() -> None:
    names = [(jurisdiction, vector.name) for jurisdiction, vector in read_vectors(FOLDER)]
    assert len(names) == len(set(names))


def test_every_dated_rule_has_an_example() -> None:
    shown = {vector.rule for _, vector in read_vectors(FOLDER)}
    dated = {rule.id for rule in rulebook.load().all_rules() if rule.kind in DATED}
    assert dated - shown == set()
