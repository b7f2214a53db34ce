"""What a record is made of, as `templates/record.typ` sets it: no Typst is needed to write a document."""

import re
from collections.abc import Sequence
from typing import Any

from app.typeset.glyphs import breakable

LONG = re.compile(r"[!-\u02ff]{20,}")
Block = dict[str, Any]
Value = str | int | float | bool | Sequence[str] | None
"""Nothing is set as a dash, a list with commas, true and false as words."""


def heading(text: str, level: int = 1) -> Block:
    return {"kind": "heading", "text": text, "level": level}


def text(text: str) -> Block:
    """Prose as it was typed; an empty line begins a new paragraph."""
    return {"kind": "text", "text": text}


def aside(text: str) -> Block:
    """Smaller prose beside the matter: a source, a condition."""
    return {"kind": "aside", "text": text}


def facts(rows: Sequence[tuple[str, Value]]) -> Block:
    return {"kind": "facts", "rows": rows}


def table(
    head: Sequence[str], rows: Sequence[Sequence[Value]], widths: Sequence[float] | None = None
) -> Block:
    """`widths` are shares of the page, equal ones where none are given."""
    cells = [[_narrow(value) for value in row] for row in rows]
    return {"kind": "table", "head": head, "rows": cells, "widths": widths}


def _narrow(value: Value) -> Value:
    """A cell is narrow: its longest words may break."""
    return (
        LONG.sub(lambda found: breakable(found[0], 12), value) if isinstance(value, str) else value
    )


def bullets(items: Sequence[str]) -> Block:
    return {"kind": "bullets", "items": items}


def numbered(items: Sequence[str]) -> Block:
    """Steps in their order."""
    return {"kind": "numbered", "items": items}


def picture(svg: str, alt: str) -> Block:
    """`alt` is read to those who cannot see it, and is never left out."""
    return {"kind": "picture", "svg": svg, "alt": alt}


def photo(place: int, alt: str, caption: str) -> Block:
    """The photograph at that place of those the document is set with; `alt` says what is on it."""
    return {"kind": "photo", "place": place, "alt": alt, "caption": caption}
