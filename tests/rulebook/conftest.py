"""A copy of the rulebook that a test may spoil."""

import re
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from app.services.rulebook import FOLDER
from app.services.rulebook.written import rule_paths

SINCE = 'version: "2025.1"\nreleased_on: 2025-11-03\n'
"""Whichever rulebook is the present one, this is how its copy is called."""
RELEASE = re.compile(r"^version: .*\nreleased_on: .*\n", re.MULTILINE)
Edit = Callable[[str, str, str], None]
"""Replace text, found exactly once, in a file of the copy."""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for path in [*FOLDER.glob("*.yaml"), *FOLDER.glob("*/*.yaml")]:
        copy = tmp_path / path.relative_to(FOLDER)
        copy.parent.mkdir(exist_ok=True)
        shutil.copy(path, copy)
    words = tmp_path / "vocabulary.yaml"
    words.write_text(RELEASE.sub(SINCE, words.read_text("utf-8"), count=1), "utf-8")
    return tmp_path


@pytest.fixture
def former(folder: Path) -> Path:
    """A rulebook of the copy that was in use before: version 2024.9, since 1 September 2024."""
    kept = folder / "former/2024.9"
    for path in rule_paths(folder):
        copy = kept / path.relative_to(folder)
        copy.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(path, copy)
    words = kept / "vocabulary.yaml"
    said = words.read_text("utf-8").replace(SINCE, 'version: "2024.9"\nreleased_on: 2024-09-01\n')
    words.write_text(said, "utf-8")
    return kept


@pytest.fixture
def edit(folder: Path) -> Edit:
    def replace(name: str, old: str, new: str) -> None:
        path = folder / name
        content = path.read_text("utf-8")
        assert content.count(old) == 1, f"{old!r} stands {content.count(old)} times in {name}"
        path.write_text(content.replace(old, new), "utf-8")

    return replace
