"""Chance with a seed, so that the same county comes out every time."""

from collections.abc import Sequence
from random import Random
from typing import TypeVar
from uuid import UUID

T = TypeVar("T")

_FIRST_MOMENT = 1_735_689_600_000  # the start of 2025 in milliseconds, the time part of a UUIDv7


class Dice:
    """Same seed, same throws. Ids sort in the order they were drawn, like those of real rows."""

    def __init__(self, seed: str) -> None:
        self._random = Random(seed)  # noqa: S311 - invented people, no secrets
        self._moment = _FIRST_MOMENT

    def between(self, low: int, high: int) -> int:
        """Both ends inside."""
        return self._random.randint(low, high)

    def chance(self, percent: int) -> bool:
        return self._random.randrange(100) < percent

    def one_of(self, items: Sequence[T], weights: Sequence[int] | None = None) -> T:
        return self._random.choices(items, weights)[0]

    def some_of(self, items: Sequence[T], count: int) -> list[T]:
        """Different items, in no order."""
        return self._random.sample(items, count)

    def id(self) -> UUID:
        """UUIDv7, one millisecond after the last."""
        self._moment += 1
        head = self._moment << 80 | 0x7 << 76 | self._random.getrandbits(12) << 64
        return UUID(int=head | 0b10 << 62 | self._random.getrandbits(62))
