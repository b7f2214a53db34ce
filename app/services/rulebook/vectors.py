"""Worked examples beside the rules: what is given, and what must come of it."""

from collections.abc import Iterator
from dataclasses import fields
from pathlib import Path
from typing import Any

from pydantic import Field

from app.services.rulebook.reading import Source, read
from app.services.rulebook.shapes import Entry, Name, Said
from app.services.rules.book import Book
from app.services.rules.obligation import Obligation

VECTORS = "vectors.yaml"
DERIVED = "derived"
EXPECTED = {DERIVED, *(field.name for field in fields(Obligation))}


class Vector(Entry):
    """`given` is a request to the rules without its jurisdiction and rule.

    `expect` holds fields of the obligation; `derived` there holds days of the
    answer, `alternatives` other readings by label, and `occurrence` says which
    obligation of a rule that repeats is meant.
    """

    name: Said
    rule: Name
    given: dict[str, Any]
    expect: dict[str, Any] = Field(min_length=1)


class VectorFile(Entry):
    vectors: tuple[Vector, ...]


def read_vectors(folder: Path) -> Iterator[tuple[str, Vector]]:
    """Each example with its jurisdiction. Raises: InvalidRulebook."""
    for name, _, file in vector_files(folder):
        for vector in file.vectors:
            yield name, vector


def misfits(folder: Path, book: Book) -> Iterator[str]:
    """Jurisdictions without examples, and examples of nothing. Raises: InvalidRulebook."""
    files = {name: (source, file) for name, source, file in vector_files(folder)}
    for name in book.jurisdictions.keys() - files.keys():
        yield f"{name}/{VECTORS}:1: {name}: a jurisdiction without an example"
    for name, (source, file) in files.items():
        place = book.jurisdictions.get(name)
        rules = {rule.id for rule in place.rules} if place else set()
        for position, vector in enumerate(file.vectors):
            where = ("vectors", position)
            if vector.rule not in rules:
                yield source.mistake(where, vector.name, f"{vector.rule} is not a rule there")
            if unknown := vector.expect.keys() - EXPECTED:
                said = f"nothing has {', '.join(sorted(unknown))}"
                yield source.mistake((*where, "expect"), vector.name, said)


def vector_files(folder: Path) -> Iterator[tuple[str, Source, VectorFile]]:
    """Jurisdiction, file and what it says. Raises: InvalidRulebook."""
    for path in sorted(folder.glob(f"*/{VECTORS}")):
        source = read(path, folder)
        yield path.parent.name, source, source.shaped(VectorFile)
