"""The rulebook: what the law says, as files; the only code that reads them."""

from collections.abc import Iterable
from functools import cache
from pathlib import Path

from app.services.rulebook.loading import read_book
from app.services.rulebook.reading import InvalidRulebook
from app.services.rules.book import Book

FOLDER = Path(__file__).parent


@cache
def load() -> Book:
    """The rulebook of this program. Raises: InvalidRulebook."""
    return read_book(FOLDER)


def lint(paths: Iterable[Path] | None = None) -> list[str]:
    """Every mistake in the rulebooks of these folders, ours for None; file, line and rule of each."""
    mistakes: list[str] = []
    for folder in paths or [FOLDER]:
        try:
            read_book(folder)
        except InvalidRulebook as error:
            mistakes += error.mistakes
    return mistakes


__all__ = ["FOLDER", "Book", "InvalidRulebook", "lint", "load", "read_book"]
