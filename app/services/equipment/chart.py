"""Bars of days: how long half of them took, and nine in ten."""

from collections.abc import Mapping, Sequence
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
class Group:
    title: str
    waits: Sequence[Mapping[str, Any]]

    @property
    def height(self) -> int:
        return HEAD + ROW * max(len(self.waits), 1)


def bars(groups: Sequence[Group], from_on: date, to_on: date) -> str:
    """A row a wait; both figures stand beside it as words, so that nothing hangs on colour."""
    bottom = TOP + sum(group.height for group in groups)
    svg = frame("waiting", WIDTH, bottom + 56, HEADING, describe(groups, from_on, to_on), PAPER)
    write(svg, MARGIN, 30, HEADING, size=17, weight="bold")
    period = f"Stays that ended from {short_day(from_on)} to {short_day(to_on)}, or go on, in days."
    write(svg, MARGIN, 52, period, size=12)
    top = TOP
    for group in groups:
        _group(svg, top, group)
        top += group.height
    legend = (
        "Full bar: half of the stays took no longer. Outlined bar: nine in ten took no longer. "
        "Each group has a scale of its own."
    )
    write(svg, MARGIN, bottom + 32, legend)
    return tostring(svg, encoding="unicode")


def _group(svg: Element, top: int, group: Group) -> None:
    write(svg, MARGIN, top + HEAD - 12, group.title, weight="bold")
    write(svg, WORDS, top + HEAD - 12, "median, nine in ten, going on", weight="bold")
    first = top + HEAD
    most = max((w["p90_days"] for w in group.waits), default=0) or 1
    for n, wait in enumerate(group.waits):
        _row(svg, first + n * ROW, wait, (TO - FROM) / most, is_striped=n % 2 == 1)
    if not group.waits:
        write(svg, MARGIN, first + 22, "Nothing waited in this period.")
    stroke(svg, FROM, first - 4, FROM, top + group.height, QUIET, "0.8")


def _row(svg: Element, y: int, wait: Mapping[str, Any], scale: float, *, is_striped: bool) -> None:
    if is_striped:
        box(svg, 0, y, WIDTH, ROW, STRIPE)
    write(svg, MARGIN, y + 21, _short(wait["title"]))
    box(svg, FROM, y + 8, wait["p90_days"] * scale, ROW - 16, WINDOW, outline=QUIET)
    box(svg, FROM, y + 12, wait["median_days"] * scale, ROW - 24, COMING)
    said = f"{wait['median_days']}, {wait['p90_days']}, {wait['waiting']} of {wait['count']}"
    write(svg, WORDS, y + 21, said)


def _short(title: str) -> str:
    """As much of it as has room before the bars."""
    return title if len(title) <= LETTERS else f"{title[: LETTERS - 1]}…"


def describe(groups: Sequence[Group], from_on: date, to_on: date) -> str:
    """The picture for those who cannot see it: the three slowest of each group."""
    period = f"From {short_day(from_on)} to {short_day(to_on)}."
    return " ".join([period, *(f"{g.title}: {_slowest(g)}." for g in groups)])


def _slowest(group: Group) -> str:
    named = "; ".join(
        f"{w['title']}, median {w['median_days']} days, nine in ten within {w['p90_days']}"
        for w in sorted(group.waits, key=_slowness)[:3]
    )
    return f"slowest {named}" if named else "nothing waited"


def _slowness(wait: Mapping[str, Any]) -> tuple[int, str]:
    return -wait["p90_days"], str(wait["key"])
