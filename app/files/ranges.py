"""One part of a file, as RFC 9110, section 14 asks for it."""

import re
from typing import NamedTuple

from app.errors import Problem

_ONE = re.compile(r"bytes=(\d{0,18})-(\d{0,18})", re.ASCII)


class RangeNotSatisfiable(Problem):
    status, code, title = 416, "range-not-satisfiable", "The file has no such part"
    detail = "Content-Range says how long the file is."


class Part(NamedTuple):
    """Bytes from `start` up to and without `end`."""

    start: int
    end: int


def part_of(size: int, tag: str, wanted: str | None, if_range: str | None) -> Part | None:
    """The part that is asked for; None for the whole file.

    The whole goes out too for several parts at once, for a unit that is not
    bytes, and when `if_range` names another version. Raises: RangeNotSatisfiable.
    """
    found = _ONE.fullmatch(wanted.strip()) if wanted else None
    if found is None or (if_range is not None and if_range.strip() != tag):
        return None
    first, last = found.groups()
    if not first and not last:
        return None
    if first and last and int(last) < int(first):
        return None
    start = int(first) if first else max(size - int(last), 0)
    end = min(int(last) + 1, size) if first and last else size
    if start >= size or (not first and int(last) == 0):
        raise RangeNotSatisfiable(headers={"Content-Range": f"bytes */{size}"})
    return Part(start, end)
