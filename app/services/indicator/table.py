"""Figures as a table for spreadsheets: one line a number, and no cell a program would run."""

import csv
import io
from collections.abc import Iterable, Iterator, Mapping
from datetime import date

from app.services.indicator.catalogue import Catalogue, Indicator
from app.services.indicator.figures import NOT_DONE, Counts, Figures
from app.services.rules import Span
from app.spreadsheet import harmless

COLUMNS = (
    "indicator",
    "title",
    "program",
    "district",
    "from_on",
    "to_on",
    "as_of",
    "kind",
    "name",
    "label",
    "value",
)
HIDDEN = "suppressed"
DELAYS = {
    "family": "Due to the family",
    "system": "Due to the system",
    "other": "Due to others",
    "unstated": "No reason stated",
}
Line = tuple[str, str, str, str]
"""Kind, name, label and value."""


def written(
    catalogue: Catalogue,
    found: Iterable[tuple[Indicator, Figures]],
    program: str,
    district: str,
    period: Span,
    as_of: date,
) -> str:
    """CSV (RFC 4180) with a heading. A hidden number is the word `suppressed`; one that cannot be told is empty."""
    out = io.StringIO()
    lines = csv.writer(out)
    lines.writerow(COLUMNS)
    for indicator, figures in found:
        about = (indicator.code, indicator.title, program, district)
        days = (period.from_on.isoformat(), period.to_on.isoformat(), as_of.isoformat())
        for line in _lines(catalogue, indicator, figures):
            lines.writerow([harmless(cell) for cell in (*about, *days, *line)])
    return out.getvalue()


def _lines(catalogue: Catalogue, indicator: Indicator, figures: Figures) -> Iterator[Line]:
    if indicator.numerator:
        yield "total", "numerator", "Numerator", _said(figures.numerator)
    is_unknown = indicator.of_population and figures.denominator is None
    yield "total", "denominator", "Denominator", "" if is_unknown else _said(figures.denominator)
    if indicator.numerator:
        percent = figures.percent
        yield "total", "percent", "Percent", "" if percent is None else str(percent)
    yield from _counts("cell", figures.cells, indicator.cells)
    left_out = {n: catalogue.exclusion(indicator, n) for n in figures.exclusions}
    yield from _counts("left_out", figures.exclusions, left_out)
    if indicator.target is not None:
        yield from _counts("delay", figures.delays, DELAYS)
        yield from _counts("days_late", figures.late_by, {NOT_DONE: "Not done"})


def _counts(kind: str, counts: Counts, words: Mapping[str, str]) -> Iterator[Line]:
    for name, n in counts.items():
        yield kind, name, words.get(name, f"{name} days"), _said(n)


def _said(count: int | None) -> str:
    return HIDDEN if count is None else str(count)
