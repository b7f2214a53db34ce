from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.services.indicator import catalogue
from app.services.indicator.catalogue import Indicator
from app.services.indicator.figures import Figures, tally
from app.services.indicator.finding import LATE, LATE_EXCUSED, ON_TIME, Finding
from app.services.indicator.suppression import beside_others, protect, publishable

SMALLEST = 10
NAMES = ("a", "b", "c", "d", "e")
COUNTS = st.lists(st.integers(0, 14) | st.integers(0, 60), min_size=1, max_size=5).map(
    lambda counts: dict(zip(NAMES, counts, strict=False))
)
HELD = catalogue.load()


def indicator(code: str) -> Indicator:
    found = HELD.find(code)
    assert found is not None
    return found


def published(code: str, **cells: Any) -> Figures:
    """Figures of so many children in each cell, as published. A late one was late by its number."""
    findings = []
    for cell, n in cells.items():
        for days in range(1, n + 1):
            is_late = cell in {LATE, LATE_EXCUSED}
            findings.append(
                Finding(
                    cell=cell,
                    days_late=days if is_late else None,
                    delay="STAFF_SHORTAGE" if cell == LATE else None,
                )
            )
    return publishable(indicator(code), tally(HELD, indicator(code), findings), SMALLEST)


@given(COUNTS)
def test_no_small_count_is_shown_nor_follows_from_the_sum(counts: dict[str, int]) -> None:
    shown = protect(counts, SMALLEST)
    assert all(n is None or n == counts[name] for name, n in shown.items())
    assert not any(n is not None and 0 < n < SMALLEST for n in shown.values())
    hidden = [counts[name] for name, n in shown.items() if n is None]
    if hidden and sum(counts.values()) >= SMALLEST:
        assert len(hidden) > 1
        assert sum(hidden) >= SMALLEST


@given(COUNTS)
def test_nothing_is_hidden_without_need(counts: dict[str, int]) -> None:
    if not any(0 < n < SMALLEST for n in counts.values()):
        assert protect(counts, SMALLEST) == counts


def test_one_small_cell_takes_the_next_smallest_with_it_and_a_zero_last() -> None:
    assert protect({"a": 40, "b": 3, "c": 12, "d": 0}, SMALLEST) == {
        "a": 40,
        "b": None,
        "c": None,
        "d": 0,
    }
    assert protect({"a": 3, "b": 4, "c": 5}, SMALLEST) == {"a": None, "b": None, "c": None}
    assert protect({"a": 3, "b": 4, "c": 50}, SMALLEST) == {"a": None, "b": None, "c": None}
    assert protect({"a": 10, "b": 0}, SMALLEST) == {"a": 10, "b": 0}


def test_a_small_rest_hides_the_percent_that_would_tell_it() -> None:
    figures = published("C7", on_time=95, late=5)
    assert (figures.numerator, figures.percent, figures.denominator) == (None, None, 100)
    assert figures.cells == {"on_time": None, "late_excused": 0, "late": None}
    assert set(figures.delays.values()) == set(figures.late_by.values()) == {None}
    assert figures.is_suppressed


def test_a_small_part_of_the_numerator_leaves_the_percent() -> None:
    figures = published("C7", on_time=80, late_excused=4, late=20)
    assert (figures.numerator, figures.denominator, str(figures.percent)) == (84, 104, "80.8")
    assert figures.cells == {"on_time": None, "late_excused": None, "late": 20}
    assert set(figures.delays.values()) == {None}
    assert figures.late_by == {"1-10": 10, "11-30": 10, "31-60": 0, "61+": 0, "not_done": 0}


def test_a_small_population_hides_everything_and_an_empty_one_nothing() -> None:
    figures = published("C7", on_time=9)
    assert (figures.numerator, figures.denominator) == (None, None)
    assert set(figures.cells.values()) == {None}
    nobody = published("C7")
    assert (nobody.denominator, nobody.is_suppressed) == (0, False)


@pytest.mark.parametrize(
    ("late_by_family", "is_told"), [(1, False), (9, False), (0, True), (10, True)]
)
def test_who_caused_a_delay_tells_no_few_late_children_beside_the_excused_ones(
    late_by_family: int, is_told: bool
) -> None:
    """Family 13, of whom 12 are excused, would say that one child was late for its family's sake."""
    cells = [(ON_TIME, None, 30), (LATE_EXCUSED, "FAMILY_CIRCUMSTANCES", 12)]
    cells += [(LATE, "STAFF_SHORTAGE", 14), (LATE, "FAMILY_MOVED", late_by_family)]
    found = [Finding(cell=c, days_late=3, delay=d) for c, d, n in cells for _ in range(n)]
    figures = publishable(indicator("C7"), tally(HELD, indicator("C7"), found), SMALLEST)
    assert figures.cells == {ON_TIME: 30, LATE_EXCUSED: 12, LATE: 14 + late_by_family}
    told = {"family": 12 + late_by_family, "system": 14, "other": 0, "unstated": 0}
    assert figures.delays == (told if is_told else dict.fromkeys(told))
    assert figures.is_suppressed is not is_told


def test_days_late_of_single_children_are_never_published() -> None:
    figures = published("C7", on_time=50, late=40)
    assert (figures.least_late, figures.most_late) == (None, None)
    assert not figures.is_suppressed


def test_a_count_of_a_public_population_is_hidden_alone() -> None:
    findings = [Finding(cell="with_ifsp")] * 4
    figures = publishable(indicator("C5"), tally(HELD, indicator("C5"), findings, 900), SMALLEST)
    assert (figures.numerator, figures.denominator, figures.percent) == (None, 900, None)


@given(st.tuples(*[st.integers(0, 30)] * 3))
def test_whatever_is_published_of_a_timeline_tells_no_small_cell(
    counts: tuple[int, int, int],
) -> None:
    cells = dict(zip((ON_TIME, LATE_EXCUSED, LATE), counts, strict=True))
    figures = published("C7", **cells)
    for name, n in cells.items():
        if 0 < n < SMALLEST:
            assert len(_consistent(figures, name)) > 1


def _consistent(figures: Figures, name: str) -> set[int]:
    """Every value of a cell that fits all that is published."""
    top = range(61)
    if figures.denominator is None:
        return set(top)
    names = (ON_TIME, LATE_EXCUSED, LATE)
    found = set()
    for a in top:
        for b in range(figures.denominator - a + 1):
            values = dict(zip(names, (a, b, figures.denominator - a - b), strict=True))
            fits = all(figures.cells[n] in {None, v} for n, v in values.items())
            if fits and figures.numerator in {None, a + b} and _sums_fit(figures, values):
                found.add(values[name])
    return found


def _sums_fit(figures: Figures, values: dict[str, int]) -> bool:
    """Groups that are shown whole tell their sum."""
    groups = (
        (figures.delays, values[LATE] + values[LATE_EXCUSED]),
        (figures.late_by, values[LATE]),
    )
    return all(
        None in g.values() or sum(n or 0 for n in g.values()) == total for g, total in groups
    )


def children(on_time: int, late_excused: int, late: int) -> list[Finding]:
    cells = {ON_TIME: on_time, LATE_EXCUSED: late_excused, LATE: late}
    found = [
        Finding(cell=cell, days_late=3, delay=None if cell == ON_TIME else "STAFF_SHORTAGE")
        for cell, n in cells.items()
        for _ in range(n)
    ]
    left_out = [Finding(exclusion="left_before_due")] * (on_time % 13)
    return [*found, *left_out]


def district(*counts: int) -> Figures:
    return tally(HELD, indicator("C7"), children(*counts))


def of_each(districts: dict[str, Figures]) -> dict[str, Figures]:
    return {d: beside_others(indicator("C7"), districts, d, SMALLEST) for d in districts}


def test_a_district_of_nine_takes_the_next_larger_with_it() -> None:
    """41 in the program, less 20 and 12, would be 9."""
    shown = of_each({"a": district(20, 0, 0), "b": district(12, 0, 0), "c": district(9, 0, 0)})
    assert [shown[name].denominator for name in "abc"] == [20, None, None]
    assert [shown[name].numerator for name in "abc"] == [20, None, None]
    assert [shown[name].is_suppressed for name in "bc"] == [True, True]


@given(st.lists(st.tuples(*[st.integers(0, 25)] * 3), min_size=2, max_size=4))
def test_no_number_of_a_district_follows_from_the_program_less_the_others(
    counts: list[tuple[int, int, int]],
) -> None:
    districts = {name: district(*of) for name, of in zip(NAMES, counts, strict=False)}
    shown = of_each(districts)
    everybody = [finding for of in counts for finding in children(*of)]
    program = publishable(indicator("C7"), tally(HELD, indicator("C7"), everybody), SMALLEST)
    has_others = sum(map(any, counts)) > 1
    for group in ("cells", "delays", "late_by", "exclusions"):
        for key in getattr(program, group):
            true = {name: getattr(f, group)[key] for name, f in districts.items()}
            told = {name: getattr(f, group)[key] for name, f in shown.items()}
            hidden = [true[name] for name, n in told.items() if n is None]
            assert not any(n is not None and 0 < n < SMALLEST for n in told.values())
            if getattr(program, group)[key] is not None and hidden:
                assert sum(hidden) == 0 or sum(hidden) >= SMALLEST
                assert len(hidden) > 1 or not has_others
