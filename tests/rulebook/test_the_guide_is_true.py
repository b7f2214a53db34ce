"""The State that docs/rules.md adds can be added just so."""

import re
from pathlib import Path

import pytest
import yaml

from app.services.rulebook import lint, read_book, read_vectors
from app.services.rulebook.examples import answered
from app.services.rulebook.releases import keep, read_releases
from app.services.rulebook.shapes import RuleEntry
from tests.rulebook.conftest import SINCE, Edit

GUIDE = (Path(__file__).parents[2] / "docs/rules.md").read_text("utf-8")
FILES = re.compile(r"```yaml\n# (us-wa/[a-z]+\.yaml)\n(.*?)```", re.DOTALL)
SAID = re.compile(r"```text\n(.*?)```", re.DOTALL)


@pytest.fixture
def with_washington(folder: Path) -> Path:
    (folder / "us-wa").mkdir(exist_ok=True)
    for name, content in FILES.findall(GUIDE):
        (folder / name).write_text(f"# {name}\n{content}", "utf-8")
    return folder


def test_the_worked_example_has_no_mistake(with_washington: Path) -> None:
    assert lint([with_washington]) == []
    assert re.search(r"^rulebook 2026\.1: \d+ rules, no mistakes$", GUIDE, re.MULTILINE)


def test_the_rulebook_before_is_kept_as_the_guide_says(folder: Path, edit: Edit) -> None:
    before = read_book(folder)
    kept = keep(folder, before)
    assert f"kept in app/services/rulebook/{kept.relative_to(folder)}\n" in GUIDE
    (released,) = re.findall(r"# vocabulary\.yaml\n(version: .*\nreleased_on: .*\n)```", GUIDE)
    edit("vocabulary.yaml", SINCE, released)
    assert lint([folder]) == []
    old, new = read_releases(folder, read_book(folder))
    assert (old.sha256, new.version) == (before.sha256, "2026.1")


def test_an_example_that_fails_is_named_as_the_guide_says(
    with_washington: Path, edit: Edit
) -> None:
    edit("us-wa/vectors.yaml", "due_on: 2026-04-01", "due_on: 2026-04-02")
    assert lint([with_washington]) == SAID.findall(GUIDE)[2].splitlines()


def test_the_examples_of_the_guide_hold(with_washington: Path) -> None:
    book = read_book(with_washington)
    examples = [v for place, v in read_vectors(with_washington) if place == "us-wa"]
    assert len(examples) == 5
    for vector in examples:
        assert answered(book, "us-wa", vector) == vector.expect, vector.name


def test_the_mistakes_of_the_guide_are_named_as_it_says(with_washington: Path, edit: Edit) -> None:
    name = "us-wa/jurisdiction.yaml"
    first, second, _ = SAID.findall(GUIDE)
    edit(name, "id: us-wa.partb.referral.decide", "id: us.partb.referral.decide")
    edit(name, "satisfied_by: [pwn.sent]", "satisfied_by: [pwn.given]")
    edit(name, "    cite: [WAC 392-172A-02080(2)(b), WAC 392-172A-05010]\n", "")
    assert lint([with_washington])[:1] == first.splitlines()
    edit(
        name,
        "    effective_from: 2021-10-15\n",
        "    effective_from: 2021-10-15\n    cite: [WAC]\n",
    )
    said = lint([with_washington])
    assert [line for line in said if "jurisdiction" in line] == second.splitlines()


def test_the_rule_that_the_guide_shows_is_the_one_of_the_rulebook(folder: Path) -> None:
    (shown,) = re.findall(r"```yaml\n(- id: .*?)```", GUIDE, re.DOTALL)
    entry = RuleEntry.model_validate(yaml.safe_load(shown)[0])
    written = yaml.safe_load((folder / "us/partc.yaml").read_text("utf-8"))["rules"]
    original = RuleEntry.model_validate(next(rule for rule in written if rule["id"] == entry.id))
    assert original.model_copy(update={"reading": None, "notes": None}) == entry


def test_the_guide_names_every_key_that_carries_meaning() -> None:
    for key in (
        "late_year",
        "cap",
        "per",
        "replaces",
        "defers",
        "version_by",
        "exempt_if",
        "reading",
    ):
        assert key in RuleEntry.model_fields
        assert f"`{key}`" in GUIDE
