"""The picture: a row a rule, a column of titles, the axis, and a column of words.

Plain SVG with presentation attributes: no style sheet, script or outside
asset, no name and no id of a record, so that it may stand in a letter.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import date
from textwrap import shorten, wrap
from xml.etree.ElementTree import Element, tostring

from app.services.rules.months import add_months
from app.services.rules.wording import short_day
from app.services.timeline.draw import SIZE, box, frame, stroke, write
from app.services.timeline.mark import INK, LATE, PAPER, QUIET, SHAPES, STRIPE, WINDOW, draw_mark
from app.services.timeline.row import SAID, URGENT_FIRST, Duty, Row, rows_of, short

WIDTH, MARGIN = 1000, 16
AXIS_FROM, AXIS_TO = 400, 728
WORDS_FROM = 752
TOP, ROW, LEGEND_ROW = 112, 36, 22
GLYPH = 0.6
"""Width of a letter as a share of the font's size: that of wide sans-serif fonts."""
TITLE_LETTERS = int((AXIS_FROM - 2 * MARGIN) / (SIZE * GLYPH))
WORD_LETTERS = int((WIDTH - MARGIN - WORDS_FROM) / (SIZE * GLYPH))
MONTHS_SHOWN, MONTHS_BETWEEN = 36, 6
LEGEND_COLUMNS = 5
NEXT_NAMED = 3
HEADING = "The child's clock in early intervention"


def picture(obligations: Iterable[Duty], born_on: date, third_birthday: date, as_of: date) -> str:
    """The duties of one child on one axis, as known on `as_of`; those due after three are counted only."""
    rows, later = rows_of(obligations, third_birthday)
    axis = _Axis(born_on, third_birthday)
    bottom = TOP + ROW * max(len(rows), 1)
    legend_rows = -(-len(SHAPES) // LEGEND_COLUMNS)
    height = bottom + 44 + LEGEND_ROW * (legend_rows + 1)
    svg = _frame(height, rows, as_of)
    _heading(svg, third_birthday, as_of)
    for n, row in enumerate(rows):
        _draw_row(svg, axis, row, TOP + n * ROW, is_striped=n % 2 == 1)
    if not rows:
        write(svg, MARGIN, TOP + 22, "No duty with a date before the third birthday.")
    _draw_axis(svg, axis, born_on, bottom)
    _draw_today(svg, axis, as_of, bottom)
    for n, row in enumerate(rows):
        for mark in row.marks:
            draw_mark(svg, mark.state, axis.x(mark.at), TOP + n * ROW + ROW / 2)
    _legend(svg, bottom + 34, later)
    return tostring(svg, encoding="unicode")


class _Axis:
    def __init__(self, first: date, last: date) -> None:
        self.first, self.days = first, max((last - first).days, 1)

    def x(self, day: date) -> float:
        """Where a day lies; one outside the axis lies at its end."""
        share = min(max((day - self.first).days / self.days, 0.0), 1.0)
        return round(AXIS_FROM + share * (AXIS_TO - AXIS_FROM), 1)

    def shows(self, day: date) -> bool:
        return 0 <= (day - self.first).days <= self.days


def _frame(height: int, rows: Sequence[Row], as_of: date) -> Element:
    described = describe(rows, as_of)
    return frame("timeline", WIDTH, height, HEADING, described, PAPER)


def describe(rows: Sequence[Row], as_of: date) -> str:
    """The picture for those who cannot see it: how many duties stand where, and what comes next."""
    counts = Counter(mark.state for row in rows for mark in row.marks)
    stands = ", ".join(f"{counts[s]} {SAID[s].lower()}" for s in URGENT_FIRST if counts[s])
    ahead = sorted((r for r in rows if r.state in {"overdue", "due_soon", "open"}), key=_by_due)
    named = "; ".join(f"{r.title}, {r.detail}" for r in ahead[:NEXT_NAMED])
    said = f"As of {short_day(as_of)}: {stands or 'no duty with a date'}."
    return f"{said} First: {named}." if named else said


def _by_due(row: Row) -> date:
    return row.due_on


def _heading(svg: Element, third_birthday: date, as_of: date) -> None:
    write(svg, MARGIN, 30, HEADING, size=17, weight="bold")
    until = f"As of {short_day(as_of)}. Third birthday: {short_day(third_birthday)}."
    write(svg, MARGIN, 50, until, size=12)


def _draw_row(svg: Element, axis: _Axis, row: Row, y: int, *, is_striped: bool) -> None:
    if is_striped:
        box(svg, 0, y, WIDTH, ROW, STRIPE)
    for mark in row.marks:
        left, right = axis.x(mark.opens_on), axis.x(mark.due_on)
        box(svg, left, y + 11, max(right - left, 1), ROW - 22, WINDOW, outline=QUIET)
        if mark.state == "met_late":
            stroke(svg, right, y + ROW / 2, axis.x(mark.at), y + ROW / 2, LATE, "2")
    middle = y + ROW / 2 + 4
    title = wrap(row.title, TITLE_LETTERS, max_lines=2, placeholder=" …")
    _lines(svg, MARGIN, middle, title)
    colour = SHAPES[row.state][1]
    write(svg, WORDS_FROM, middle - 7, row.headline, colour=colour, weight="bold")
    write(svg, WORDS_FROM, middle + 7, shorten(row.detail, WORD_LETTERS, placeholder="…"))


def _lines(svg: Element, x: float, middle: float, lines: Sequence[str]) -> None:
    first = middle - 7 * (len(lines) - 1)
    for n, line in enumerate(lines):
        write(svg, x, first + 14 * n, line)


def _draw_axis(svg: Element, axis: _Axis, born_on: date, bottom: int) -> None:
    for months in range(0, MONTHS_SHOWN + 1, MONTHS_BETWEEN):
        x = axis.x(add_months(born_on, months))
        stroke(svg, x, TOP - 6, x, bottom, QUIET, "0.5")
        label = {0: "Birth", MONTHS_SHOWN: "3 years"}.get(months, f"{months} mo")
        write(svg, x, TOP - 12, label, anchor="middle")


def _draw_today(svg: Element, axis: _Axis, as_of: date, bottom: int) -> None:
    if not axis.shows(as_of):
        return
    x = axis.x(as_of)
    stroke(svg, x, TOP - 6, x, bottom, INK, "1.5", dashes="5 3")
    label = f"Today, {short(as_of)}"
    half = len(label) * SIZE * GLYPH / 2
    middle = min(max(x, AXIS_FROM + half), AXIS_TO - half)
    write(svg, round(middle, 1), TOP - 34, label, anchor="middle", weight="bold")


def _legend(svg: Element, y: float, later: int) -> None:
    bars = "A bar shows the days in which it may be done; a mark, where it stands."
    more = f" Duties due after the third birthday, not shown: {later}." if later else ""
    write(svg, MARGIN, y, bars + more)
    wide = (WIDTH - 2 * MARGIN) / LEGEND_COLUMNS
    for n, state in enumerate(URGENT_FIRST):
        x = MARGIN + 8 + n % LEGEND_COLUMNS * wide
        line = y + LEGEND_ROW * (n // LEGEND_COLUMNS + 1)
        draw_mark(svg, state, x, line - 4)
        write(svg, x + 14, line, SAID[state])
