import csv
import io
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.services.indicator import catalogue
from app.services.indicator.figures import tally
from app.services.indicator.finding import Finding
from app.services.indicator.suppression import publishable
from app.services.indicator.table import COLUMNS, written
from app.spreadsheet import FORMULA, harmless
from tests.indicator.children import TODAY, YEAR

HELD = catalogue.load()


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠"])
def test_a_cell_that_begins_like_a_formula_is_quoted(start: str) -> None:
    assert harmless(f"{start}cmd|' /C calc'!A0") == f"'{start}cmd|' /C calc'!A0"


@given(st.text(st.characters(codec="utf-8"), max_size=30))
def test_every_other_text_is_itself(text: str) -> None:
    assert harmless(text) == (f"'{text}" if text.startswith(FORMULA) else text)


def _rows(program: str, district: str, *, hidden: bool = False) -> list[dict[str, str]]:
    found = []
    for indicator in HELD.indicators:
        cell = next(iter(indicator.cells))
        figures = tally(HELD, indicator, [Finding(cell=cell)] * 3)
        found.append((indicator, publishable(indicator, figures, 10) if hidden else figures))
    text = written(HELD, found, program, district, YEAR, TODAY)
    rows = list(csv.reader(io.StringIO(text, newline="")))
    assert tuple(rows[0]) == COLUMNS
    assert {len(row) for row in rows} == {len(COLUMNS)}
    return [dict(zip(COLUMNS, row, strict=True)) for row in rows[1:]]


def test_names_of_organisations_cannot_run_and_commas_and_quotes_survive() -> None:
    rows = _rows("=HYPERLINK(1)", '＋"North, East"\r\nUnified')
    assert {r["program"] for r in rows} == {"'=HYPERLINK(1)"}
    assert {r["district"] for r in rows} == {'\'＋"North, East"\r\nUnified'}


def test_every_indicator_has_its_numbers_and_its_days() -> None:
    rows = _rows("P", "D")
    assert {r["indicator"] for r in rows} == {i.code for i in HELD.indicators}
    c7 = {(r["kind"], r["name"]): r["value"] for r in rows if r["indicator"] == "C7"}
    assert c7["total", "numerator"] == c7["total", "denominator"] == c7["cell", "on_time"] == "3"
    assert c7["total", "percent"] == "100.0"
    assert c7["days_late", "1-10"] == c7["delay", "family"] == "0"
    assert {(r["from_on"], r["to_on"], r["as_of"]) for r in rows} == {
        ("2025-07-01", "2026-06-30", str(TODAY))
    }
    assert date.fromisoformat(rows[0]["as_of"]) == TODAY


def test_a_suppressed_number_says_so() -> None:
    rows = {(r["indicator"], r["kind"], r["name"]): r["value"] for r in _rows("P", "", hidden=True)}
    assert rows["C7", "total", "denominator"] == rows["C7", "cell", "late"] == "suppressed"
    assert rows["C7", "total", "percent"] == ""
    assert rows["C5", "total", "denominator"] == ""
