"""Two rulebooks: the present one, and a former one that gave the first plan 30 days instead of 45."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path

import pytest

from app.services import rulebook
from app.services.rulebook.releases import keep

PLAN = "us-ca.partc.initial_ifsp"
FORMER, PRESENT = rulebook.load().version, "2099.1"
SINCE = rulebook.load().released_on
RELEASED = f'version: "{FORMER}"\nreleased_on: {SINCE}\n'


@contextmanager
def changed_law(folder: Path, on: date, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Inside, the rulebook of the program is a copy in `folder` that changed on that day."""
    shutil.copytree(rulebook.FOLDER, folder)
    rules, words = folder / "us-ca/partc.yaml", folder / "vocabulary.yaml"
    written, named = rules.read_text("utf-8"), words.read_text("utf-8")
    before, after = written.split(f"id: {PLAN}\n")
    rules.write_text(f"{before}id: {PLAN}\n{after.replace('plus: 45', 'plus: 30', 1)}", "utf-8")
    keep(folder, rulebook.read_book(folder))
    rules.write_text(written, "utf-8")
    assert named.count(RELEASED) == 1
    now = f'version: "{PRESENT}"\nreleased_on: {on}\n'
    words.write_text(named.replace(RELEASED, now), "utf-8")
    monkeypatch.setattr(rulebook, "FOLDER", folder)
    _read_again()
    try:
        yield
    finally:
        monkeypatch.undo()
        _read_again()


def _read_again() -> None:
    rulebook.load.cache_clear()
    rulebook.releases.cache_clear()
