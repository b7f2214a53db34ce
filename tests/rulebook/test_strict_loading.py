"""A rulebook that is not exactly right is refused, with the file, the line and the rule."""

from pathlib import Path
from typing import get_args

import pytest

from app.services import rulebook
from app.services.indicator import catalogue
from app.services.rulebook import InvalidRulebook, lint, read_book
from app.services.rulebook.loading import fingerprint
from app.services.rulebook.shapes import Measure
from tests.rulebook.conftest import Edit

EXIT = "us/exit.yaml"
VIRGINIA = "us-va/jurisdiction.yaml"
FIRST_RULE = "us/exit.yaml:3: us.partc.exit.age3: "


def test_the_rulebook_as_shipped_has_no_mistake() -> None:
    assert lint() == []


def test_the_rulebook_is_read_once() -> None:
    assert rulebook.load() is rulebook.load()


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("    actor: sc\n", "    actor: sc\n    weight: 1\n", "us/exit.yaml:9: us.partc.exit.age3: weight: Extra inputs"),
        ("    actor: sc\n", "    actor: sc\n    actor: la\n", "us/exit.yaml:9: us.partc.exit.age3: the key actor stands twice"),
        ("{minus: 1, unit: cd}", "{minus: 1, minus: 2, unit: cd}", "us/exit.yaml:11: us.partc.exit.age3: the key minus stands twice"),
        ("rules:\n", "rules: []\nrules:\n", "us/exit.yaml:3: file: the key rules stands twice"),
        ('    cite: [34 CFR 303.21, IDEA section 618(a)]\n', "", f"{FIRST_RULE}cite: Field required"),
        ("[34 CFR 303.21, IDEA section 618(a)]", "[]", "us/exit.yaml:16: us.partc.exit.age3: cite: "),
        ("[34 CFR 303.21, IDEA section 618(a)]", '[" "]', "us.partc.exit.age3: cite.0: "),
        ("    confidence: secondary\n", "    confidence: sure\n", "us.partc.exit.age3: confidence: "),
        ("id: us.partc.exit.age3\n    version: 1\n", "id: us.partc.exit.age3\n", f"{FIRST_RULE}version: Field required"),
        ("{minus: 1, unit: cd}", "{minus: 1, plus: 1, unit: cd}", "says when in exactly one way"),
        ("{minus: 1, unit: cd}", "{minus: 1}", "a number needs its unit"),
        ("{minus: 1, unit: cd}", "{minus: 1, unit: days}", "us.partc.exit.age3: due.unit: "),
        ("{minus: 1, unit: cd}", "{minus: -1, unit: cd}", "us.partc.exit.age3: due.minus: "),
        ("{minus: 1, unit: cd}", '{minus: "90 + 1", unit: cd}', "us.partc.exit.age3: due.minus: "),
        ("    due: {minus: 1, unit: cd}\n", "", "a deadline needs due"),
        ("satisfied_by: [partc.exited]", "satisfied_by: [partc.exitted]", f"{FIRST_RULE}partc.exitted is not a known event; near: partc.exited"),
        ("actor: sc", "actor: coordinator", f"{FIRST_RULE}coordinator is not a known actor"),
        ("trigger: third_birthday", "trigger: third_birthdays", f"{FIRST_RULE}third_birthdays is not a known event or anchor; near: third_birthday"),
        ("[extended_option_chosen, case.closed]", "[staff_shortage, case.closed]", f"{FIRST_RULE}staff_shortage is not a known fact, event or pause reason"),
        ("fact: param.extended_option", "fact: param.extended_options", "us.partc.extended.notice: extended_options is not a known param; near: extended_option"),
        ("fact: param.extended_option", "fact: age(referral.received)", "age is not a known form of a fact"),
        ("fact: param.extended_option", "fact: dbt(referral.sent)", "referral.sent is not a known event"),
        ("{minus: 90, unit: cd}", "{param: notice_days}", "notice_days is not a known param"),
        ("{minus: 90, unit: cd}", "{param: partc_hearing_days}", "a parameter measures it, so it must say that it defers"),
        ("id: us.partc.extended.notice", "id: us-ca.partc.extended.notice", "the id does not begin with us."),
        ("id: us.partc.extended.notice", "id: us.partc.exit.age3", "us.partc.exit.age3: version 1 overlaps version 1 at us/exit.yaml:3"),
        ("id: us.partc.extended.notice\n    version: 1", "id: us.partc.exit.age3\n    version: 2", "version 2 overlaps version 1"),
        ("    actor: sc\n", "    actor: sc\n    cap: us.partc.exit.age3\n", f"{FIRST_RULE}us.partc.exit.age3 is capped by itself"),
        ("    actor: sc\n", "    actor: sc\n    cap: us.partc.ifsp.review\n", f"{FIRST_RULE}its cap us.partc.ifsp.review does not give one date"),
        ("rules:\n", "exceptions: []\nrules:\n", "us/exit.yaml:2: file: exceptions: Extra inputs"),
        ("    kind: deadline\n    actor: sc", "    kind: promise\n    actor: sc", "us/exit.yaml:7: us.partc.exit.age3: kind: "),
    ],
)  # fmt: skip
def test_a_wrong_rule_is_named(folder: Path, edit: Edit, old: str, new: str, said: str) -> None:
    edit(EXIT, old, new)
    with pytest.raises(InvalidRulebook) as refused:
        read_book(folder)
    assert said in str(refused.value)


@pytest.mark.parametrize(
    ("name", "old", "new", "said"),
    [
        (VIRGINIA, "parent: us\n", "parent: us-wv\n", "us-va/jurisdiction.yaml:3: us-va: us-wv cannot be an ancestor"),
        (VIRGINIA, "parent: us\n", "parent: us-va\n", "us-va/jurisdiction.yaml:3: us-va: us-va cannot be an ancestor"),
        (VIRGINIA, "id: us-va\n", "id: us-vi\n", "us-va/jurisdiction.yaml:1: us-vi: stands in the folder us-va"),
        (VIRGINIA, "\nrules:", "disables: [us.partc.sc.assign]\n\nrules:", "us.partc.sc.assign: the federal text does not defer"),
        (VIRGINIA, "\nrules:", "disables: [us.partc.nothing]\n\nrules:", "us.partc.nothing: is not a rule of the parent"),
        (VIRGINIA, "replaces: us.partc.transition.notify", "replaces: us.partc.transition.notice", "us.partc.transition.notice is not a rule of the parent"),
        (VIRGINIA, "unit: bd", "unit: business", "us-va/jurisdiction.yaml:12: us-va: params.partb_eval.unit: "),
        (VIRGINIA, "    unit: bd\n", "", "plus needs a unit"),
        (VIRGINIA, "{value: 30, unit: cd, confidence: knowledge}", "{value: 30, confidence: knowledge}", "us-va/jurisdiction.yaml:5: partc_timely_service: measures a duty, so its number needs a unit"),
        (VIRGINIA, "cite: 8VAC20-81-10, ", "", "confidence text needs a cite"),
        (VIRGINIA, "trigger: partb.referral.received", "trigger: partb.referal", "us-va/jurisdiction.yaml:10: partb_eval: partb.referal is not a known event or anchor; near: "),
        (VIRGINIA, "  partb_entry_age:", "  partb_entry_ages:", "partb_entry_ages: partb_entry_ages is not a known param of the vocabulary; near: partb_entry_age"),
        (VIRGINIA, "value: 2, cite: 8VAC20", "value: two, cite: 8VAC20", "us-va/jurisdiction.yaml:8: us-va: params.partb_entry_age.value: "),
        (VIRGINIA, "    applies_to: [us.partc.initial_ifsp, us.partc.family_assessment]\n", "", "needs `applies_to`"),
        (VIRGINIA, "partc_optout: {value: true", "partc_optout: {value: perhaps", "us-va: params.partc_optout.value."),
        (VIRGINIA, "extended_option: {value: false", "extended_option: {value: true", "needs `ends`"),
        ("us-md/jurisdiction.yaml", "value: mar1", "value: mar2", "us-md: params.leap_day_birth.value: "),
        ("us-ca/jurisdiction.yaml", "{value: 30, unit: cd, cite: 17 CCR 52172(e)", "{value: 1000, unit: cd, cite: 17 CCR 52172(e)", "partc_hearing_days: looser than federal: it must be one of 30, 45 cd, or less"),
        ("us/jurisdiction.yaml", "    value: 7\n", "    value: abc\n", "us: params.due_soon_days.value: "),
        ("us/jurisdiction.yaml", "  due_soon_days:\n", "  weekend_rolls:\n", "the parameter due_soon_days is missing"),
        ("us/jurisdiction.yaml", "    value: excluded\n", "    value: included\n", "needs `applies_to`"),
        (EXIT, "feeds: [618-exit]", "feeds: [C77]", "us.partc.exit.age3: feeds.0: "),
        (EXIT, "    actor: sc\n", "    actor: sc\n    per: servise\n", "us.partc.exit.age3: per: "),
        ("vocabulary.yaml", "third_birthday.in_summer_break:", "third_birthday.in_summer:", "third_birthday.in_summer_break is not a known fact; near: third_birthday.in_summer"),
        ("vocabulary.yaml", 'version: "2025.1"\n', "", "vocabulary.yaml:2: file: version: Field required"),
        ("vocabulary.yaml", "actors:\n", "actors: {\n", "vocabulary.yaml:"),
        ("us-il/vectors.yaml", "rule: us.partc.extended.notice", "rule: us.partc.extended", "the extension ends when the next school year starts: us.partc.extended is not a rule there"),
        ("us-il/vectors.yaml", "expect: {due_on: 2026-05-19}", "expect: {due: 2026-05-19}", "nothing has due"),
        ("us-il/eligibility.yaml", "min: 30,", "min: thirty,", "us-il.partc.eligibility: any_of.0.delay.min: "),
    ],
)  # fmt: skip
def test_what_does_not_fit_together_is_named(
    folder: Path, edit: Edit, name: str, old: str, new: str, said: str
) -> None:
    edit(name, old, new)
    assert said in "\n".join(lint([folder]))


def test_a_cap_that_is_replaced_where_it_would_bind_is_named(folder: Path, edit: Edit) -> None:
    mine, replaced = "us-ca.partb.iep.third_birthday", "us.partb.evaluation.initial"
    edit("us-ca/partb.yaml", f"cap: {mine}", f"cap: {replaced}")
    with pytest.raises(InvalidRulebook, match=f"its cap {replaced} is not a rule of us-ca"):
        read_book(folder)


def test_all_mistakes_are_named_at_once(folder: Path, edit: Edit) -> None:
    edit(EXIT, "actor: sc", "actor: coordinator")
    edit(EXIT, "actor: la", "actor: agencies")
    edit("us-pa/jurisdiction.yaml", "{plus: 14, unit: cd}", "{plus: 14, unit: cd, anchor: iep}")
    named = dict.fromkeys(mistake.split(": ")[1] for mistake in lint([folder]))
    assert list(named) == [
        "us.partc.exit.age3",
        "us.partc.extended.notice",
        "us-pa.partb.services.start",
    ]


def test_a_folder_of_rules_needs_its_jurisdiction_file(folder: Path) -> None:
    (folder / VIRGINIA).unlink()
    (folder / "us-va/rules.yaml").write_text("rules: []\n")
    assert "us-va/jurisdiction.yaml:1: us-va: the file is missing or cannot be read" in lint(
        [folder]
    )


@pytest.mark.parametrize("name", ["us-va/rules.yml", "us-va/rules.yaml.bak", "us-va.yaml"])
def test_a_file_that_nobody_would_read_is_named(folder: Path, name: str) -> None:
    (folder / name).write_text("rules: []\n")
    assert [said.split(":")[0] for said in lint([folder])] == [name]


def test_what_rules_feed_are_the_indicators() -> None:
    assert set(get_args(Measure)) == {i.code for i in catalogue.load().indicators}


def test_a_file_that_cannot_be_read_is_named(folder: Path) -> None:
    (folder / VIRGINIA).write_bytes(b"name: \xff")
    assert lint([folder])[0] == f"{VIRGINIA}:1: file: cannot be read as text"
    (folder / "vocabulary.yaml").unlink()
    assert "vocabulary.yaml:1: file: cannot be read as text" in lint([folder])


def test_an_empty_file_of_rules_is_named(folder: Path) -> None:
    (folder / EXIT).write_text("")
    assert f"{EXIT}:1: file: rules: Field required" in lint([folder])


def test_every_jurisdiction_needs_examples(folder: Path) -> None:
    (folder / "us-va/vectors.yaml").unlink()
    assert lint([folder]) == ["us-va/vectors.yaml:1: us-va: a jurisdiction without an example"]


def test_every_jurisdiction_says_who_is_eligible(folder: Path) -> None:
    (folder / "us-va/eligibility.yaml").unlink()
    said = "us-va/eligibility.yaml:1: us-va: a jurisdiction without eligibility criteria"
    assert lint([folder]) == [said]


@pytest.mark.parametrize(
    ("name", "old", "new", "said"),
    [
        ("us-il/vectors.yaml", "due_on: 2026-05-19", "due_on: 2026-05-20", "due_on is 2026-05-19, not 2026-05-20"),
        ("us-pa/eligibility.yaml", "percent_delay: 24.9999}}}, expect: {eligible: false}", "percent_delay: 24.9999}}}, expect: {eligible: true}", "just under a quarter: eligible is False, not True"),
    ],
)  # fmt: skip
def test_an_example_that_does_not_hold_is_named(
    folder: Path, edit: Edit, name: str, old: str, new: str, said: str
) -> None:
    edit(name, old, new)
    (mistake,) = lint([folder])
    assert mistake.startswith(f"{name}:")
    assert mistake.endswith(said)


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("born_on: 2024-05-11", "born: 2024-05-11", "given.born_on: Field required"),
        ("type: ifsp.consent.signed", "type: ifsp.consent.sent", "ifsp.consent.sent is not an event"),
        ("services: [physical_therapy]", "services: []", "0 obligations are meant"),
    ],
)  # fmt: skip
def test_an_example_that_cannot_be_asked_is_named(
    folder: Path, old: str, new: str, said: str
) -> None:
    examples = folder / "us-pa/vectors.yaml"
    asked = (
        "vectors:\n  - name: sample\n    rule: us.partc.service.start\n    given:\n"
        "      born_on: 2024-05-11\n"
        "      events: [{type: ifsp.consent.signed, on: 2026-03-02, data: {services: [physical_therapy]}}]\n"
        "    expect: {due_on: null, occurrence: physical_therapy}\n"
    )
    examples.write_text(asked.replace(old, new), "utf-8")
    (mistake,) = lint([folder])
    assert mistake.startswith("us-pa/vectors.yaml:")
    assert said in mistake


def test_words_that_yaml_takes_for_truth_stay_words(folder: Path, edit: Edit) -> None:
    edit(VIRGINIA, "name: Virginia", "name: on")
    assert read_book(folder).jurisdictions["us-va"].name == "on"


def test_the_fingerprint_follows_the_rules_and_not_the_examples(folder: Path, edit: Edit) -> None:
    before = read_book(folder).sha256
    assert before == fingerprint(folder)
    edit("us-il/vectors.yaml", "due_on: 2026-05-19", "due_on: 2026-05-20")
    assert read_book(folder).sha256 == before
    edit(EXIT, "# Federal.", "# The federal rules.")
    assert read_book(folder).sha256 != before
