"""The invented counties that tests look at: each is made once, when a test first asks for it."""

from collections.abc import Callable
from datetime import date
from functools import cache

import pytest

from app.demo.county import County, make_county, make_neighbour

Recipe = tuple[Callable[[int, date], County], int, date]
TODAY = date(2026, 11, 25)
BOTH: dict[str, Recipe] = {
    "county": (make_county, 1, TODAY),
    "neighbour": (make_neighbour, 1, TODAY),
}


@cache
def made(maker: Callable[[int, date], County], seed: int, today: date) -> County:
    """Not to be changed: other tests look at it too."""
    return maker(seed, today)


def every(recipes: dict[str, Recipe]) -> pytest.MarkDecorator:
    """Ask for each of them in turn, as `county`."""
    return pytest.mark.parametrize(
        "county", list(recipes.values()), ids=list(recipes), indirect=True
    )
