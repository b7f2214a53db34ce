"""Every dated rule has its example; that the examples hold is tested with the engine."""

from app.services import rulebook
from app.services.rulebook import FOLDER, read_vectors

DATED = {"deadline", "window", "recurring", "floor"}


def test_no_two_examples_of_a_jurisdiction_have_one_name() -> None:
    names = [(jurisdiction, vector.name) for jurisdiction, vector in read_vectors(FOLDER)]
    assert len(names) == len(set(names))


def test_every_dated_rule_has_an_example() -> None:
    shown = {vector.rule for _, vector in read_vectors(FOLDER)}
    dated = {rule.id for rule in rulebook.load().all_rules() if rule.kind in DATED}
    assert dated - shown == set()
