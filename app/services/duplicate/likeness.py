"""How alike two children are, and why. Pure: nothing is asked of the database here.

Twins and siblings share surname, birth date, address and phone. So the given
name and the birth order decide: where they speak against it, nothing else
makes two children one, except one and the same number.
"""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from rapidfuzz import fuzz

LIKELY = 70
"""Score from which a student is shown as a possible duplicate."""
ANOTHER_CHILD = 75
"""Likeness of given names below which two children of one family are two."""
SIMILAR = 80
UNNAMED = frozenset({"baby", "babyboy", "babygirl", "boy", "girl", "infant", "newborn", "unknown"})
"""What a hospital writes before the parents have chosen."""
_SPLIT = re.compile(r"[\s\u2010-\u2014-]+")
_PLAIN = str.maketrans({"đ": "d", "ł": "l", "ø": "o", "ŧ": "t", "ı": "i", "ß": "ss"})


class Named(NamedTuple):
    """A name a child has or had, and what it is called in a reason."""

    first: str
    last: str
    use: str = ""


@dataclass(frozen=True, slots=True)
class Child:
    """What is compared. The first of `names` is the legal one."""

    names: tuple[Named, ...]
    born_on: date
    birth_order: int | None = None


@dataclass(frozen=True, slots=True)
class Likeness:
    score: int
    reasons: tuple[str, ...]


class _NameScore(NamedTuple):
    first: float
    last: float
    use: str
    is_turned: bool

    @property
    def points(self) -> float:
        return 0.4 * self.first + 0.25 * self.last


def key(name: str) -> str:
    """A name without case, accents, spaces and punctuation."""
    plain = unicodedata.normalize("NFD", name.casefold().translate(_PLAIN))
    return "".join(c for c in plain if c.isalnum())


def likeness(
    one: Child, other: Child, *, phone: bool = False, place: bool = False, identifier: bool = False
) -> Likeness:
    """Likeness of two children, 0 to 100; what they share besides is told by the flags."""
    name = max(_name_scores(one, other), key=lambda n: n.points)
    if not identifier and (_are_twins(one, other) or name.first < ANOTHER_CHILD):
        return Likeness(0, ())
    day, day_reason = _birth(one.born_on, other.born_on)
    points = name.points + day + (5 if phone else 0) + (5 if place else 0)
    said = [
        ("the same identifier", identifier),
        (day_reason, day > 0),
        (_said("first", name.first), name.first >= SIMILAR),
        (_said("last", name.last), name.last >= SIMILAR),
        ("names in the other order", name.is_turned),
        (f"by {name.use}", bool(name.use)),
        ("same phone number", phone),
        ("same address", place),
    ]
    score = min(round(points) + (45 if identifier else 0), 100)
    return Likeness(score, tuple(text for text, holds in said if holds))


def _said(which: str, ratio: float) -> str:
    return f"{'same' if ratio == 100 else 'similar'} {which} name"


def _are_twins(one: Child, other: Child) -> bool:
    """Born together and counted apart."""
    orders = {one.birth_order, other.birth_order}
    return one.born_on == other.born_on and None not in orders and len(orders) == 2


def _name_scores(one: Child, other: Child) -> Iterator[_NameScore]:
    for mine in one.names:
        for theirs in other.names:
            use = mine.use or theirs.use
            yield _NameScore(
                _first(mine.first, theirs.first), _last(mine.last, theirs.last), use, False
            )
            first, last = _first(mine.first, theirs.last), _last(mine.last, theirs.first)
            if min(first, last) >= SIMILAR:
                yield _NameScore(first, last, use, True)


def _first(one: str, other: str) -> float:
    a, b = key(one), key(other)
    if UNNAMED & {a, b}:
        return float(SIMILAR - 1)
    return fuzz.ratio(a, b)


def _last(one: str, other: str) -> float:
    """Of two surnames one suffices: families drop, add and exchange them."""
    whole = fuzz.ratio(key(one), key(other))
    words, others = ({key(w) for w in _SPLIT.split(name) if len(w) > 2} for name in (one, other))
    shared = 95.0 if words & others and len(words | others) > 1 else 0.0
    return max(whole, shared)


def _birth(one: date, other: date) -> tuple[int, str]:
    """Points for the birth dates, and what is alike in them."""
    if one == other:
        return 25, "same birth date"
    if (one.year, one.month, one.day) == (other.year, other.day, other.month):
        return 20, "birth date with day and month exchanged"
    slips = sum(a != b for a, b in zip(one.isoformat(), other.isoformat(), strict=True))
    return (15, "birth date one digit apart") if slips == 1 else (0, "")
