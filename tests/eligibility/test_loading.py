"""A policy file that is not exactly right stops the start, with file, line and policy."""

import shutil
from datetime import date
from pathlib import Path

import pytest

from app.services.rulebook.policies import FOLDER, InvalidPolicy, load_policies, read_policies
from app.services.rules.eligibility import Conditions, Listed

ILLINOIS = "us-il/eligibility.yaml"


@pytest.fixture
def rulebook(tmp_path: Path) -> Path:
    for path in (*FOLDER.glob("*/eligibility.yaml"), FOLDER / "icd10cm.yaml"):
        copy = tmp_path / path.relative_to(FOLDER)
        copy.parent.mkdir(exist_ok=True)
        shutil.copy(path, copy)
    return tmp_path


def _edit(path: Path, old: str, new: str) -> None:
    content = path.read_text("utf-8")
    assert old in content
    path.write_text(content.replace(old, new, 1), "utf-8")


def test_the_rulebook_as_shipped_is_right(rulebook: Path) -> None:
    assert read_policies(rulebook).jurisdictions == load_policies().jurisdictions
    assert load_policies() is load_policies()


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("    effective_to: null", "    effective_until: null", ":7: us-il.partc.eligibility: effective_to: "),
        ('    cite: ["89 IAC 500.50"]\n', "", ":7: us-il.partc.eligibility: cite: Field required"),
        ('    cite: ["89 IAC 500.50"]', "    cite: []", ":15: us-il.partc.eligibility: cite: "),
        ("min: 30,", "min: 30, areas: [language],", "counts unknown areas: language"),
        ("areas_min: 1", "areas_min: 6", "asks for more areas than there are"),
        ("measure: percent_delay", "measure: quotient", ":12: us-il.partc.eligibility: any_of.0.delay.measure: "),
        ("min: 30", "min: 30, min: 25", ":12: file: repeated key min"),
        ("min: 30", "min: 0", "any_of.0.delay.min: "),
        ("confidence: secondary", "confidence: sure", "us-il.partc.eligibility: confidence: "),
        ("confidence: secondary", "confidence: secondary\n    weight: 1", ":17: us-il.partc.eligibility: weight: "),
        ("effective_from: null", "effective_from: soon", ":9: us-il.partc.eligibility: effective_from: "),
        ("id: us-il.partc.eligibility", "id: us-il.partb.eligibility", "the id names another program"),
        ("    effective_to: null", "    effective_to: null\n    from_months: 36", "from_months is not below below_months"),
        ("from: null\n    effective_to: null", "from: 2020-01-02\n    effective_to: 2020-01-01", "effective_to is before effective_from"),
        ("    any_of:", "    none_of:", "needs a route in any_of or all_of"),
        ("parent: us", "parent: us-xx", "wrong folder or unknown parent"),
        ("jurisdiction: us-il", "jurisdiction: us-in", "wrong folder or unknown parent"),
        ("vectors:", "examples: []\nvectors:", "file: examples: "),
        ("defaults: {}", "defaults: {partc: {areas: {language: [speech]}}}", "areas.language"),
        ("defaults: {}", "defaults: {partc: {areas: {a: [cognitive], b: [cognitive]}}}", "reports on two areas"),
        ("defaults: {}", "defaults: {", "file: "),
    ],
)  # fmt: skip
def test_a_wrong_file_is_refused_by_line_and_policy(
    rulebook: Path, old: str, new: str, said: str
) -> None:
    _edit(rulebook / ILLINOIS, old, new)
    with pytest.raises(InvalidPolicy) as refused:
        read_policies(rulebook)
    assert str(refused.value).startswith(f"{ILLINOIS}:")
    assert said in str(refused.value)


def test_two_versions_in_force_on_one_day_are_refused(rulebook: Path) -> None:
    _edit(rulebook / "us-ca/eligibility.yaml", "effective_from: 2015-01-01", "effective_from: 2014-12-31")  # fmt: skip
    with pytest.raises(InvalidPolicy, match=r"us-ca.partc.eligibility.2015: overlaps .*2009"):
        read_policies(rulebook)


def test_a_condition_listed_twice_is_refused(rulebook: Path) -> None:
    _edit(rulebook / "icd10cm.yaml", "code: Q91,", "code: Q90,")
    with pytest.raises(InvalidPolicy, match="repeated code Q90"):
        read_policies(rulebook)


def test_a_condition_of_no_known_group_is_refused(rulebook: Path) -> None:
    _edit(rulebook / "icd10cm.yaml", "group: chromosomal", "group: rare")
    with pytest.raises(InvalidPolicy, match=r"icd10cm.yaml:5: conditions: conditions.0.group"):
        read_policies(rulebook)


def test_thresholds_are_exact_numbers() -> None:
    policy = load_policies().in_force("us-ma", "partc", date(2026, 1, 1))
    assert policy is not None
    delay = policy.any_of[0]
    assert delay.kind == "delay"
    assert str(delay.min) == "1.5"


def test_the_version_in_force_is_chosen_by_day() -> None:
    def version(day: str) -> str | None:
        policy = load_policies().in_force("us-ca", "partc", date.fromisoformat(day))
        return policy.id.rpartition(".")[2] if policy else None

    days = ["2009-09-30", "2009-10-01", "2014-12-31", "2015-01-01", "2022-06-29", "2022-06-30"]
    assert [version(day) for day in days] == [None, "2009", "2009", "2015", "2015", "2022"]


def test_the_longest_listed_beginning_of_a_code_is_found() -> None:
    def listed(code: str) -> Listed:
        return Listed(code=code, text=code, group="metabolic", confidence="knowledge")

    conditions = Conditions([listed("E70"), listed("E70.0")])
    found = {code: conditions.find(code) for code in ("E70.0", "e7001", "E70.3", "E7", "E71.0")}
    assert {code: entry and entry.code for code, entry in found.items()} == {
        "E70.0": "E70.0",
        "e7001": "E70.0",
        "E70.3": "E70",
        "E7": None,
        "E71.0": None,
    }


def test_every_mistake_is_named_from_the_folder_of_the_rulebook_on(rulebook: Path) -> None:
    """As the linter names those of rules, so that a lawyer mends them in one go."""
    _edit(rulebook / ILLINOIS, "measure: percent_delay, min: 30", "measure: quotient, min: thirty")
    _edit(rulebook / ILLINOIS, '    cite: ["89 IAC 500.50"]\n', "")
    _edit(rulebook / "us-va/eligibility.yaml", "parent: us", "parent: us\nlawyer: me")
    _edit(
        rulebook / "us-md/eligibility.yaml",
        "jurisdiction: us-md",
        "jurisdiction: us-md\nparents: us",
    )
    (rulebook / "us-pa/eligibility.yaml").write_text("policies: [}", "utf-8")
    with pytest.raises(InvalidPolicy) as refused:
        read_policies(rulebook)
    shapes = [said.rpartition(": ")[0] for said in refused.value.mistakes]
    assert shapes == [
        "us-md/eligibility.yaml:3: file: parents",
        "us-pa/eligibility.yaml:1: file",
        "us-va/eligibility.yaml:4: file: lawyer",
    ], "the shape of every file comes first"
    for name in ("us-va", "us-md", "us-pa"):
        shutil.copy(FOLDER / name / "eligibility.yaml", rulebook / name)
    _edit(rulebook / "us-va/eligibility.yaml", "confidence: secondary", "confidence: sure")
    with pytest.raises(InvalidPolicy) as refused:
        read_policies(rulebook)
    named = [said.split(": ")[:3] for said in refused.value.mistakes]
    illinois = "us-il.partc.eligibility"
    assert named == [
        ["us-il/eligibility.yaml:12", illinois, "any_of.0.delay.measure"],
        ["us-il/eligibility.yaml:12", illinois, "any_of.0.delay.min"],
        ["us-il/eligibility.yaml:7", illinois, "cite"],
        ["us-va/eligibility.yaml:26", "us-va.partc.eligibility", "confidence"],
    ]
