"""The rulebook: what the law says, as files; the only code that reads them."""

from collections.abc import Iterable
from datetime import date
from functools import cache
from pathlib import Path

from app.services.rulebook.comparing import Change, Difference, compare, moved_rules
from app.services.rulebook.examples import failing_policies, failing_rules
from app.services.rulebook.loading import read_book
from app.services.rulebook.policies import InvalidPolicy, read_policies, without_criteria
from app.services.rulebook.reading import InvalidRulebook
from app.services.rulebook.releases import in_use_on, keep, read_releases
from app.services.rulebook.vectors import Vector, misfits, read_vectors
from app.services.rules.book import Book

FOLDER = Path(__file__).parent


@cache
def load() -> Book:
    """The rulebook of this program. Raises: InvalidRulebook."""
    return read_book(FOLDER)


@cache
def releases() -> tuple[Book, ...]:
    """Every rulebook that was ever in use, oldest first; the last is `load()`. Raises: InvalidRulebook."""
    return read_releases(FOLDER, load())


def in_use(day: date) -> Book:
    """The rulebook of that day. Raises: InvalidRulebook."""
    return in_use_on(releases(), day)


def keep_as_former() -> Path:
    """Before a change of law: keep the rules as they stand. Raises: FileExistsError."""
    return keep(FOLDER, load())


def lint(paths: Iterable[Path] | None = None) -> list[str]:
    """Every mistake in the rulebooks of these folders, ours for None.

    Each names file, line and rule. Examples are counted too, and the
    eligibility policies.
    """
    return [mistake for folder in paths or [FOLDER] for mistake in _mistakes(folder)]


def _mistakes(folder: Path) -> list[str]:
    mistakes: list[str] = []
    try:
        book = read_book(folder)
        mistakes += without_criteria(folder, book.jurisdictions)
        mistakes += list(misfits(folder, book)) or failing_rules(folder, book)
        read_releases(folder, book)
    except InvalidRulebook as error:
        mistakes += error.mistakes
    try:
        mistakes += failing_policies(folder, read_policies(folder))
    except InvalidPolicy as error:
        mistakes += error.mistakes
    return mistakes


__all__ = [
    "FOLDER",
    "Book",
    "Change",
    "Difference",
    "InvalidRulebook",
    "Vector",
    "compare",
    "in_use",
    "keep_as_former",
    "lint",
    "load",
    "moved_rules",
    "read_book",
    "read_vectors",
    "releases",
]
