"""A reviewer sees what a change of law changes, and nothing else."""

from pathlib import Path

from app.services import rulebook
from app.services.rulebook import Change, compare, moved_rules, read_book
from tests.rulebook.conftest import Edit


def test_a_book_does_not_differ_from_itself(folder: Path) -> None:
    difference = compare(rulebook.load(), read_book(folder))
    assert not difference
    assert list(difference.lines()) == []


def test_a_rule_that_only_moved_has_not_changed(folder: Path, edit: Edit) -> None:
    edit("us/exit.yaml", "# Federal.", "# Moved down.\n\n# Federal.")
    assert not compare(rulebook.load(), read_book(folder))


def test_a_changed_number_is_named_before_and_after(folder: Path, edit: Edit) -> None:
    edit("us-pa/jurisdiction.yaml", "due: {plus: 14, unit: cd}", "due: {plus: 10, unit: cd}")
    difference = compare(rulebook.load(), read_book(folder))
    (change,) = difference.changed
    assert (change.of, change.field) == ("us-pa.partb.services.start@1", "due")
    assert (change.before.plus, change.after.plus) == (14, 10)
    assert (difference.added, difference.removed, difference.params) == ((), (), ())


def test_a_new_version_is_an_addition_and_the_old_one_ends(folder: Path, edit: Edit) -> None:
    edit(
        "us-pa/jurisdiction.yaml",
        "    effective_from: null\n    cite: [22 Pa. Code 14.154(d)(1)]",
        "    effective_from: null\n    effective_to: 2026-06-30\n    cite: [22 Pa. Code 14.154(d)(1)]",
    )
    with (folder / "us-pa/jurisdiction.yaml").open("a") as file:
        file.write(
            "\n  - id: us-pa.partb.services.start\n    version: 2\n    title: In ten days\n"
            "    stage: s5_partb\n    kind: deadline\n    actor: lea\n    trigger: partb.iep.held\n"
            "    due: {plus: 10, unit: cd}\n    satisfied_by: [partb.services.started]\n"
            "    replaces: us.partb.services.start\n    effective_from: 2026-07-01\n"
            "    cite: [22 Pa. Code 14.154(d)(1)]\n    confidence: text\n"
        )
    difference = compare(rulebook.load(), read_book(folder))
    assert difference.added == ("us-pa.partb.services.start@2",)
    assert [change.field for change in difference.changed] == ["effective_to"]
    assert compare(read_book(folder), rulebook.load()).removed == difference.added


def test_a_param_is_compared_where_it_is_in_force(folder: Path, edit: Edit) -> None:
    edit("us/jurisdiction.yaml", "    value: 7\n", "    value: 10\n")
    difference = compare(rulebook.load(), read_book(folder))
    assert len(difference.params) == len(rulebook.load().jurisdictions)
    assert {change.field for change in difference.params} == {"due_soon_days"}


def test_a_jurisdiction_that_is_new_brings_its_rules_and_params(folder: Path) -> None:
    place = folder / "us-wy"
    place.mkdir()
    (place / "jurisdiction.yaml").write_text(
        "id: us-wy\nname: Wyoming\nparent: us\n"
        "params:\n  partc_timely_service: {value: 30, unit: cd, confidence: knowledge}\n"
    )
    difference = compare(rulebook.load(), read_book(folder))
    assert ("us-wy", "partc_timely_service") in {(c.of, c.field) for c in difference.params}


def test_words_are_compared_and_said_in_sentences(folder: Path, edit: Edit) -> None:
    edit("vocabulary.yaml", "  sea: State educational agency\n", "  sea: State department\n")
    difference = compare(rulebook.load(), read_book(folder))
    assert difference.words == (Change("actors", "sea", "State educational agency", "State department"),)  # fmt: skip
    assert list(difference.lines()) == [
        "actors: sea: 'State educational agency' is now 'State department'"
    ]


def test_a_changed_number_moves_its_rule_and_the_rules_it_caps(folder: Path, edit: Edit) -> None:
    edit("us-pa/jurisdiction.yaml", "due: {plus: 14, unit: cd}", "due: {plus: 10, unit: cd}")
    book = read_book(folder)
    assert moved_rules(rulebook.load(), book, "us-pa") == frozenset({"us-pa.partb.services.start"})
    assert moved_rules(rulebook.load(), book, "us-ca") == frozenset()


def test_a_rule_moves_with_a_cap_of_its_cap(folder: Path, edit: Edit) -> None:
    capped = "id: us-pa.partb.{}\n    version: 1\n    title: Sooner still\n    stage: s5_partb\n    kind: deadline\n    actor: lea\n    trigger: partb.iep.held\n    due: {{plus: 30, unit: cd}}\n    satisfied_by: [partb.services.started]\n    cap: {}\n    effective_from: null\n    cite: [22 Pa. Code 14.154]\n    confidence: text\n"
    with (folder / "us-pa/jurisdiction.yaml").open("a") as file:
        file.write("\n  - " + capped.format("first", "us-pa.partb.services.start"))
        file.write("\n  - " + capped.format("second", "us-pa.partb.first"))
    before = read_book(folder)
    edit("us-pa/jurisdiction.yaml", "due: {plus: 14, unit: cd}", "due: {plus: 10, unit: cd}")
    assert moved_rules(before, read_book(folder), "us-pa") == frozenset(
        {"us-pa.partb.services.start", "us-pa.partb.first", "us-pa.partb.second"}
    )


def test_a_changed_parameter_moves_the_rules_it_measures(folder: Path, edit: Edit) -> None:
    edit("us-tx/jurisdiction.yaml", "    plus: 15\n", "    plus: 14\n")
    moved = moved_rules(rulebook.load(), read_book(folder), "us-tx")
    assert moved == frozenset({"us-tx.partb.referral.respond"})


def test_a_parameter_that_measures_nothing_may_move_any_rule(folder: Path, edit: Edit) -> None:
    edit("us-md/jurisdiction.yaml", "leap_day_birth: {value: mar1", "leap_day_birth: {value: feb28")
    assert moved_rules(rulebook.load(), read_book(folder), "us-md") is None
