"""A copy of the rulebook that a test may spoil."""

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from app.services.rulebook import FOLDER

Edit = Callable[[str, str, str], None]
"""Replace text, found exactly once, in a file of the copy."""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for path in FOLDER.rglob("*.yaml"):
        copy = tmp_path / path.relative_to(FOLDER)
        copy.parent.mkdir(exist_ok=True)
        shutil.copy(path, copy)
    return tmp_path


@pytest.fixture
def edit(folder: Path) -> Edit:
    def replace(name: str, old: str, new: str) -> None:
        path = folder / name
        content = path.read_text("utf-8")
        assert content.count(old) == 1, f"{old!r} stands {content.count(old)} times in {name}"
        path.write_text(content.replace(old, new), "utf-8")

    return replace
