"""Bars of days: how long half of them took, and nine in ten."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any
from xml.etree.ElementTree import Element, tostring

from app.services.rules.wording import short_day
from app.services.timeline.draw import box, frame, stroke, write
from app.services.timeline.mark import COMING, PAPER, QUIET, STRIPE, WINDOW

WIDTH, MARGIN, ROW, TOP = 1000, 16, 34, 96
FROM, TO, WORDS = 190, 760, 780
HEADING = "Where equipment waits"


def bars(waits: Sequence[Mapping[str, Any]], from_on: date, to_on: date) -> str:
    """A row a stage; both figures stand beside it as words, so that nothing hangs on colour."""
    height = TOP + ROW * max(len(waits), 1) + 56
    svg = frame("waiting", WIDTH, height, HEADING, describe(waits, from_on, to_on), PAPER)
    write(svg, MARGIN, 30, HEADING, size=17, weight="bold")
    period = f"Stays that ended from {short_day(from_on)} to {short_day(to_on)}, or go on, in days."
    write(svg, MARGIN, 52, period, size=12)
    write(svg, WORDS, TOP - 12, "median, nine in ten, going on", weight="bold")
    most = max((w["p90_days"] for w in waits), default=0) or 1
    for n, wait in enumerate(waits):
        _row(svg, TOP + n * ROW, wait, (TO - FROM) / most, is_striped=n % 2 == 1)
    if not waits:
        write(svg, MARGIN, TOP + 22, "Nothing waited in this period.")
    bottom = TOP + ROW * max(len(waits), 1)
    stroke(svg, FROM, TOP - 4, FROM, bottom, QUIET, "0.8")
    legend = "Full bar: half of the stays took no longer. Outlined bar: nine in ten took no longer."
    write(svg, MARGIN, bottom + 32, legend)
    return tostring(svg, encoding="unicode")


def _row(svg: Element, y: int, wait: Mapping[str, Any], scale: float, *, is_striped: bool) -> None:
    if is_striped:
        box(svg, 0, y, WIDTH, ROW, STRIPE)
    write(svg, MARGIN, y + 21, wait["title"])
    box(svg, FROM, y + 8, wait["p90_days"] * scale, ROW - 16, WINDOW, outline=QUIET)
    box(svg, FROM, y + 12, wait["median_days"] * scale, ROW - 24, COMING)
    said = f"{wait['median_days']}, {wait['p90_days']}, {wait['waiting']} of {wait['count']}"
    write(svg, WORDS, y + 21, said)


def describe(waits: Sequence[Mapping[str, Any]], from_on: date, to_on: date) -> str:
    """The picture for those who cannot see it: the three slowest stages."""
    slowest = sorted(waits, key=_slowness)[:3]
    named = "; ".join(
        f"{w['title']}: median {w['median_days']} days, nine in ten within {w['p90_days']}"
        for w in slowest
    )
    period = f"From {short_day(from_on)} to {short_day(to_on)}."
    return f"{period} Slowest: {named}." if named else f"{period} Nothing waited."


def _slowness(wait: Mapping[str, Any]) -> tuple[int, str]:
    return -wait["p90_days"], str(wait["key"])
