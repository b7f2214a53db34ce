"""What the rulebook must hold: every rule of the catalogue, each with its law."""

from collections import Counter
from typing import get_args

from app.services import rulebook
from app.services.rulebook import FOLDER
from app.services.rulebook.shapes import Kind
from app.services.rules.anchors import ANCHORS
from app.services.rules.facts import DERIVED

BOOK = rulebook.load()


def test_every_rule_of_every_jurisdiction_is_here() -> None:
    assert Counter(rule.jurisdiction for rule in BOOK.all_rules()) >= Counter({
        "us": 65, "us-ca": 27, "us-tx": 3, "us-ny": 2, "us-ma": 4, "us-va": 1, "us-pa": 2, "us-fl": 1, "us-md": 1,
    })  # fmt: skip
    assert {"us-il", "us-ct"} < BOOK.jurisdictions.keys()


def test_every_kind_of_rule_occurs() -> None:
    assert {rule.kind for rule in BOOK.all_rules()} == set(get_args(Kind))


def test_every_rule_says_whose_law_it_is_how_well_it_was_read_and_where_it_is_written() -> None:
    for rule in BOOK.all_rules():
        assert rule.cite
        assert rule.confidence in {"text", "secondary", "knowledge"}
        assert int(rule.version) >= 1
        assert rule.file.startswith(f"{rule.jurisdiction}/")
        assert rule.line > 0


def test_every_anchor_can_be_derived_and_every_derived_one_has_a_meaning() -> None:
    assert BOOK.anchors.keys() == ANCHORS.keys()


def test_every_derived_fact_can_be_derived_and_has_a_meaning() -> None:
    assert BOOK.derived_facts.keys() == DERIVED.keys()
    assert BOOK.derived_facts.keys() < BOOK.facts.keys()


def test_every_state_says_what_an_overlay_must_set() -> None:
    for place in BOOK.jurisdictions.values():
        assert place.params.keys() >= {
            "partc_timely_service", "partc_optout", "extended_option", "partb_eval",
            "partc_hearing_days", "first_day", "leap_day_birth", "due_soon_days",
        }  # fmt: skip
        if place.parent:
            assert place.params["partc_timely_service"]["value"] > 0


def test_the_ten_exit_reasons_of_section_618() -> None:
    assert len({reason["code"] for reason in BOOK.exit_reasons}) == 10


def test_no_expression_stands_in_the_files() -> None:
    for path in FOLDER.glob("us*/*.yaml"):
        for number, line in enumerate(path.read_text("utf-8").splitlines(), 1):
            assert not any(sign in line for sign in (" and {", " or {", "&&", "||", "${")), (path, number)  # fmt: skip
