"""Every rulebook that was ever in use, so that a day can be judged by the rules of that day."""

import shutil
from collections.abc import Iterable, Sequence
from datetime import date
from itertools import pairwise
from pathlib import Path

from app.services.rulebook.loading import read_book
from app.services.rulebook.reading import InvalidRulebook
from app.services.rulebook.written import rule_paths
from app.services.rules.book import Book

FORMER = "former"
"""Folder beside the jurisdictions with one folder a former rulebook, named as its version."""


def read_releases(folder: Path, current: Book) -> tuple[Book, ...]:
    """The former rulebooks of a folder, oldest first, and `current`. Raises: InvalidRulebook."""
    former = [_read(path) for path in sorted((folder / FORMER).glob("*/"))]
    books = (*sorted(former, key=_released_on), current)
    if mistakes := list(_out_of_order(books)):
        raise InvalidRulebook(mistakes)
    return books


def in_use_on(books: Sequence[Book], day: date) -> Book:
    """The last that was released by a day; the first of all for the days before it."""
    released = [book for book in books if book.released_on <= day]
    return released[-1] if released else books[0]


def keep(folder: Path, book: Book) -> Path:
    """Copy the rules as they stand among the former ones, before they change.

    Examples and eligibility policies stay: each policy carries its own dates.
    Raises: FileExistsError.
    """
    kept = folder / FORMER / book.version
    kept.mkdir(parents=True)
    for path in rule_paths(folder):
        copy = kept / path.relative_to(folder)
        copy.parent.mkdir(exist_ok=True)
        shutil.copyfile(path, copy)
    return kept


def _read(folder: Path) -> Book:
    where = f"{FORMER}/{folder.name}/"
    try:
        book = read_book(folder)
    except InvalidRulebook as error:
        raise InvalidRulebook(where + mistake for mistake in error.mistakes) from None
    if book.version != folder.name:
        said = (
            f"{where}vocabulary.yaml:1: version: {book.version} stands in the folder {folder.name}"
        )
        raise InvalidRulebook([said])
    return book


def _released_on(book: Book) -> date:
    return book.released_on


def _out_of_order(books: Iterable[Book]) -> Iterable[str]:
    for earlier, later in pairwise(books):
        if later.released_on <= earlier.released_on or later.version == earlier.version:
            yield (
                f"vocabulary.yaml:1: version: {later.version} of {later.released_on} "
                f"does not follow {earlier.version} of {earlier.released_on}"
            )
