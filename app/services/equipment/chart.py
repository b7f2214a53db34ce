"""Bars of days: how long half of them took, and nine in ten."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from xml.etree.ElementTree import Element, tostring

from app.services.rules.wording import short_day
from app.services.timeline.draw import box, frame, stroke, write
from app.services.timeline.mark import COMING, PAPER, QUIET, STRIPE, WINDOW

WIDTH, MARGIN, ROW, TOP, HEAD = 1000, 16, 34, 64, 42
FROM, TO, WORDS = 190, 760, 780
LETTERS = 28
HEADING = "Where equipment waits"


@dataclass(frozen=True, slots=True)
class Bar:
    """Days, in full and outlined; `said` stands beside it, `told` in the description."""

    title: str
    full: int
    outlined: int | None
    said: str
    told: str

    @property
    def days(self) -> int:
        return self.full if self.outlined is None else self.outlined


@dataclass(frozen=True, slots=True)
class Group:
    title: str
    head: str
    bars: Sequence[Bar]

    @property
    def height(self) -> int:
        return HEAD + ROW * max(len(self.bars), 1)


def of_waits(title: str, waits: Iterable[Mapping[str, Any]]) -> Group:
    """Median and ninth decile of each."""
    return Group(title, "median, nine in ten, going on", [_wait(w) for w in waits])


def _wait(wait: Mapping[str, Any]) -> Bar:
    median, p90 = wait["median_days"], wait["p90_days"]
    said = f"{median}, {p90}, {wait['waiting']} of {wait['count']}"
    told = f"{wait['title']}, median {median} days, nine in ten within {p90}"
    return Bar(wait["title"], median, p90, said, told)


def of_stays(title: str, stays: Iterable[tuple[str, int]]) -> Group:
    """How long each of them lasts by now."""
    return Group(title, "days", [Bar(t, d, None, str(d), f"{t}, {d} days") for t, d in stays])


def bars(groups: Sequence[Group], from_on: date, to_on: date) -> str:
    """A row a wait; its figures stand beside it as words, so that nothing hangs on colour."""
    bottom = TOP + sum(group.height for group in groups)
    svg = frame("waiting", WIDTH, bottom + 56, HEADING, describe(groups, from_on, to_on), PAPER)
    write(svg, MARGIN, 30, HEADING, size=17, weight="bold")
    period = f"Stays that ended from {short_day(from_on)} to {short_day(to_on)}, or went on then, in days."
    write(svg, MARGIN, 52, period, size=12)
    top = TOP
    for group in groups:
        _group(svg, top, group)
        top += group.height
    legend = (
        "Full bar: half of the stays took no longer, or how long one has lasted. "
        "Outlined bar: nine in ten took no longer. Each group has a scale of its own."
    )
    write(svg, MARGIN, bottom + 32, legend)
    return tostring(svg, encoding="unicode")


def _group(svg: Element, top: int, group: Group) -> None:
    write(svg, MARGIN, top + HEAD - 12, group.title, weight="bold")
    write(svg, WORDS, top + HEAD - 12, group.head, weight="bold")
    first = top + HEAD
    most = max((b.days for b in group.bars), default=0) or 1
    for n, bar in enumerate(group.bars):
        _row(svg, first + n * ROW, bar, (TO - FROM) / most, is_striped=n % 2 == 1)
    if not group.bars:
        write(svg, MARGIN, first + 22, "Nothing waited.")
    stroke(svg, FROM, first - 4, FROM, top + group.height, QUIET, "0.8")


def _row(svg: Element, y: int, bar: Bar, scale: float, *, is_striped: bool) -> None:
    if is_striped:
        box(svg, 0, y, WIDTH, ROW, STRIPE)
    write(svg, MARGIN, y + 21, _short(bar.title))
    if bar.outlined is not None:
        box(svg, FROM, y + 8, bar.outlined * scale, ROW - 16, WINDOW, outline=QUIET)
    box(svg, FROM, y + 12, bar.full * scale, ROW - 24, COMING)
    write(svg, WORDS, y + 21, bar.said)


def _short(title: str) -> str:
    """As much of it as has room before the bars."""
    return title if len(title) <= LETTERS else f"{title[: LETTERS - 1]}…"


def describe(groups: Sequence[Group], from_on: date, to_on: date) -> str:
    """The picture for those who cannot see it: the three slowest of each group."""
    period = f"From {short_day(from_on)} to {short_day(to_on)}."
    return " ".join([period, *(f"{g.title}: {_slowest(g)}." for g in groups)])


def _slowest(group: Group) -> str:
    named = "; ".join(bar.told for bar in sorted(group.bars, key=_slowness)[:3])
    return f"slowest {named}" if named else "nothing waited"


def _slowness(bar: Bar) -> tuple[int, str]:
    return -bar.days, bar.title
