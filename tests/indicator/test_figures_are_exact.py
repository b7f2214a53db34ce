from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.services import rulebook
from app.services.indicator import catalogue
from app.services.indicator.child import measuring
from app.services.indicator.figures import ranges, tally
from app.services.indicator.finding import Finding
from app.services.indicator.measure import MEASURES

HELD = catalogue.load()


def percent(on_time: int, late: int) -> Decimal | None:
    c7 = HELD.find("C7")
    assert c7 is not None
    cells = ["on_time"] * on_time + ["late"] * late
    return tally(HELD, c7, [Finding(cell=cell) for cell in cells]).percent


@pytest.mark.parametrize(
    ("on_time", "late", "said"), [(1, 7, "12.5"), (1, 15, "6.3"), (2, 1, "66.7"), (0, 3, "0.0")]
)
def test_a_percent_has_one_decimal_and_half_rounds_up(on_time: int, late: int, said: str) -> None:
    assert str(percent(on_time, late)) == said


@given(st.integers(0, 400), st.integers(0, 400))
def test_a_percent_is_never_further_than_half_a_tenth_from_the_truth(
    on_time: int, late: int
) -> None:
    found = percent(on_time, late)
    if on_time + late == 0:
        assert found is None
    else:
        assert found is not None
        assert abs(Fraction(found) - Fraction(100 * on_time, on_time + late)) <= Fraction(1, 20)


def test_a_target_is_met_by_the_counts_and_not_by_rounding() -> None:
    c7 = HELD.find("C7")
    assert c7 is not None
    figures = tally(HELD, c7, [Finding(cell="on_time")] * 1999 + [Finding(cell="late")])
    assert (str(figures.percent), figures.meets(100)) == ("100.0", False)
    assert tally(HELD, c7, [Finding(cell="on_time")]).meets(100) is True
    assert tally(HELD, c7, []).meets(100) is None


def test_ranges_of_days_late_leave_no_gap() -> None:
    assert ranges(HELD) == ["1-10", "11-30", "31-60", "61+"]


def test_every_indicator_is_measured_and_every_exclusion_has_words() -> None:
    assert set(MEASURES) == {i.code for i in HELD.indicators}
    codes = {r.code for r in HELD.delay_reasons}
    for indicator in HELD.indicators:
        assert set(indicator.excuses.values()) <= codes
        assert set(indicator.excuses) <= set(rulebook.load().pause_reasons)
        assert all(HELD.exclusion(indicator, name) for name in HELD.exclusions)


@pytest.mark.parametrize("jurisdiction", list(rulebook.load().jurisdictions))
def test_every_state_has_one_rule_for_each_timeline(jurisdiction: str) -> None:
    codes = [c for held in measuring(rulebook.load()).codes[jurisdiction].values() for c in held]
    for code in ("C1", "C7", "C8A", "C8B", "C8C", "B11", "B12", "618-exit"):
        assert codes.count(code) >= 1
        assert code == "618-exit" or len(_ids(jurisdiction, code)) == 1


def _ids(jurisdiction: str, code: str) -> set[str]:
    held = measuring(rulebook.load()).codes[jurisdiction]
    return {rule for rule, codes in held.items() if code in codes}
