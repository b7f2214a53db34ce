"""Lines of a file to import: JSON Lines, or CSV whose heading names the fields.

In CSV a dot leads inside (`address.city`), a number picks from a list
(`address.lines.0`), `|` parts a list, an empty cell is a field left out, and
true, false and whole numbers are what they say where a field wants them.
"""

import csv
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

LISTS = {"languages", "race_ethnicity"}
FLAGS = {"true": True, "false": False}
NUMBERS = {"gestation_weeks", "birth_weight_grams", "birth_order"}
_SHIELD = re.compile(r"^'(?=[=+\-@\t\r\uff1d\uff0b\uff0d\uff20])")


class BadLine(Exception):
    """The line cannot be read; says why, without what it holds."""


@dataclass(frozen=True, slots=True)
class Line:
    """One line, read when it is asked for, so that a bad one holds up no other."""

    number: int
    raw: str | dict[str, str]
    wrong: str | None = None

    def data(self) -> dict[str, Any]:
        """Raises: BadLine."""
        if self.wrong is not None:
            raise BadLine(self.wrong)
        if isinstance(self.raw, dict):
            return _nested(self.raw)
        try:
            found = json.loads(self.raw)
        except ValueError:
            raise BadLine("is not valid JSON") from None
        if not isinstance(found, dict):
            raise BadLine("is not an object")
        return found


def read_lines(file: Path) -> Iterator[Line]:
    """Every line that is not empty. Raises: BadLine where the heading of a table cannot be read."""
    with file.open(encoding="utf-8-sig", errors="surrogateescape", newline="") as lines:
        if file.suffix.lower() == ".csv":
            yield from _rows(csv.reader(lines))
            return
        for number, text in enumerate(lines, start=1):
            if text.strip():
                yield Line(number, text, _spoilt(text))


def _rows(table: Any) -> Iterator[Line]:
    try:
        heading: list[str] = next(table, [])
    except csv.Error:
        raise BadLine("the heading is not CSV") from None
    if wrong := _spoilt("".join(heading)):
        raise BadLine(f"the heading {wrong}")
    while True:
        try:
            row = next(table, None)
        except csv.Error:
            yield Line(table.line_num, {}, "is not CSV")
            continue
        if row is None:
            return
        if row:
            wrong = "has more cells than the heading" if len(row) > len(heading) else None
            cells = dict(zip(heading, row, strict=False))
            yield Line(table.line_num, cells, wrong or _spoilt("".join(row)))


def _spoilt(text: str) -> str | None:
    """What is wrong where bytes were no UTF-8: a name is refused rather than misspelt."""
    try:
        text.encode()
    except UnicodeEncodeError:
        return "is not UTF-8; save the file as UTF-8"
    return None


def _nested(row: dict[str, str]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for name, cell in row.items():
        text = _SHIELD.sub("", cell.strip())
        if text:
            _put(found, name.strip().split("."), text)
    return found


def _put(found: dict[str, Any], path: list[str], text: str) -> None:
    *above, last = path
    place: Any = found
    for step, after in zip(above, path[1:], strict=True):
        place = place.setdefault(step, [] if after.isdigit() else {})
        if not isinstance(place, dict | list):
            raise BadLine(f"the heading {'.'.join(path)} does not fit another one")
    if isinstance(place, list):
        place.append(text)
    else:
        place[last] = _value(last, text)


def _value(name: str, text: str) -> Any:
    if name in LISTS:
        return [part.strip() for part in text.split("|") if part.strip()]
    if name in NUMBERS and text.isascii() and text.isdigit() and len(text) < 10:
        return int(text)
    return FLAGS.get(text.lower(), text)
