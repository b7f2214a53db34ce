"""Findings counted: numbers, left-out children, and by how much and why others were late."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from itertools import pairwise

from app.services.indicator.catalogue import Catalogue, Indicator
from app.services.indicator.finding import LATE, LATE_EXCUSED, Finding

GROUPS = ("family", "system", "other", "unstated")
NOT_DONE = "not_done"
Counts = Mapping[str, int | None]
"""By name; None is a count that is not published."""


@dataclass(frozen=True, slots=True)
class Figures:
    """One indicator in numbers. `cells` part the children counted; without a population, `denominator` is their sum.

    `delays` parts those excused and late by who caused it, `late_by` those late by
    the range of days. `least_late` and `most_late` are None where nobody late is done.
    """

    cells: Counts
    numerator: int | None
    denominator: int | None
    exclusions: Counts
    delays: Counts
    late_by: Counts
    least_late: int | None
    most_late: int | None
    recorded_otherwise: int | None
    is_suppressed: bool = False

    @property
    def percent(self) -> Decimal | None:
        """One decimal, half rounds up; None without a denominator."""
        if self.numerator is None or not self.denominator:
            return None
        exact = Decimal(100 * self.numerator) / self.denominator
        return exact.quantize(Decimal("0.1"), ROUND_HALF_UP)

    def meets(self, target: int | None) -> bool | None:
        """By the counts, not by the rounded percent. None without a target or a denominator."""
        if target is None or self.numerator is None or not self.denominator:
            return None
        return 100 * self.numerator >= target * self.denominator


def tally(
    catalogue: Catalogue,
    indicator: Indicator,
    findings: Iterable[Finding],
    population: int | None = None,
) -> Figures:
    counted = [*findings]
    cells = Counter(f.cell for f in counted if f.cell)
    left_out = Counter(f.exclusion for f in counted if f.exclusion)
    delayed = [f for f in counted if f.cell in {LATE_EXCUSED, LATE}]
    late = [f for f in delayed if f.cell == LATE]
    days = [f.days_late for f in late if f.days_late is not None]
    return Figures(
        cells={name: cells[name] for name in indicator.cells},
        numerator=sum(cells[name] for name in indicator.numerator) if indicator.numerator else None,
        denominator=population if indicator.of_population else sum(cells.values()),
        exclusions={
            name: left_out[name] for name in dict.fromkeys((*indicator.exclusions, *left_out))
        },
        delays=_named(GROUPS, Counter(_group(catalogue, f) for f in delayed)),
        late_by=_named(
            (*ranges(catalogue), NOT_DONE), Counter(_range(catalogue, f.days_late) for f in late)
        ),
        least_late=min(days, default=None),
        most_late=max(days, default=None),
        recorded_otherwise=sum(f.recorded is not None for f in counted),
    )


def ranges(catalogue: Catalogue) -> list[str]:
    """Names of the ranges of days late, such as "1-10"; the last one is open."""
    starts = catalogue.late_from
    closed = [f"{a}-{b - 1}" for a, b in pairwise(starts)]
    return [*closed, f"{starts[-1]}+"]


def _named(names: Iterable[str], counts: Counter[str]) -> Counts:
    return {name: counts[name] for name in names}


def _group(catalogue: Catalogue, finding: Finding) -> str:
    return catalogue.group_of(finding.delay) if finding.delay else "unstated"


def _range(catalogue: Catalogue, days: int | None) -> str:
    if days is None:
        return NOT_DONE
    place = sum(days >= first for first in catalogue.late_from) - 1
    return ranges(catalogue)[place]
