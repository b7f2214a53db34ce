"""From what a finding states to the measure a policy asks for, without rounding."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from app.services.rules.eligibility.case import Finding
from app.services.rules.eligibility.measured_age import Ages
from app.services.rules.eligibility.number import shown
from app.services.rules.eligibility.policy import DelayRoute, Measure

SCORE_MEAN, SCORE_DEVIATION = 100, 15
"""Scale of `standard_score`, by its definition."""
NAMES: dict[Measure, str] = {
    "percent_delay": "percent of delay",
    "months_delay": "months of delay",
    "sd_below_mean": "standard deviations below the mean",
}


@dataclass(frozen=True, slots=True)
class Reading:
    """A delay by one measure, never below zero, and the arithmetic that gave it."""

    value: Fraction
    step: str


@dataclass(frozen=True, slots=True)
class Measured:
    """A finding against the ages it may be measured at.

    What a finding states in several ways has several readings; they need not
    agree with each other, but they must agree about a threshold to decide it.
    """

    finding: Finding
    ages: Ages

    @property
    def domain(self) -> str:
        return self.finding.domain

    def readings(self, measure: Measure, age: Fraction | None) -> tuple[Reading, ...]:
        """All readings by `measure` at `age`, in months; none where nothing stated leads there."""
        return tuple(_READERS[measure](self.finding, age))

    def steps(self, measure: Measure) -> list[str]:
        """The arithmetic of every reading by the measure."""
        return [r.step for age in self._tried for r in self.readings(measure, age)]

    def least(self, measure: Measure) -> Fraction | None:
        """Delay that every reading at every possible age shows at least; None: not measured."""
        values = [r.value for age in self._tried for r in self.readings(measure, age)]
        return min(values, default=None)

    def is_measured_by(self, measure: Measure) -> bool:
        return self.least(measure) is not None

    def reaches(self, route: DelayRoute) -> bool | None:
        """Whether the delay is at least the route's minimum; None where readings disagree.

        False where nothing leads to the measure; ask `is_measured_by` first.
        """
        reached = {
            reading.value >= Fraction(route.min)
            for age in self._tried
            for reading in self.readings(route.measure, age)
        }
        return None if len(reached) > 1 else True in reached

    def missing_for(self, measure: Measure) -> str:
        """What would settle this finding for the measure."""
        if self.is_measured_by(measure):
            straddled = None if self._contradicts_itself(measure) else self.ages.missing
            return straddled or f"findings.{self.domain}"
        awaited = self.ages.missing if self.awaits_age(measure) else None
        return awaited or f"findings.{self.domain}.{measure}"

    def awaits_age(self, measure: Measure) -> bool:
        """Whether the measure could be computed, were the age to use known."""
        has_equivalent = self.finding.age_equivalent_months is not None
        return has_equivalent and measure != "sd_below_mean" and not self.ages.possible

    @property
    def _tried(self) -> tuple[Fraction | None, ...]:
        return self.ages.possible or (None,)

    def _contradicts_itself(self, measure: Measure) -> bool:
        """Whether readings differ at one and the same age."""
        return any(len({r.value for r in self.readings(measure, age)}) > 1 for age in self._tried)


def _stated(value: Decimal | None, measure: Measure) -> Iterator[Reading]:
    if value is not None:
        yield Reading(Fraction(value), f"{shown(value)} {NAMES[measure]}, as stated")


def _percents(finding: Finding, age: Fraction | None) -> Iterator[Reading]:
    yield from _stated(finding.percent_delay, "percent_delay")
    if not age:
        return
    if finding.age_equivalent_months is not None:
        equivalent = Fraction(finding.age_equivalent_months)
        delay = max(Fraction(0), (age - equivalent) / age * 100)
        yield Reading(
            delay,
            f"({shown(age)} - {shown(equivalent)}) / {shown(age)} x 100 ="
            f" {shown(delay)} percent of delay{_not_behind(equivalent, age)}",
        )
    if finding.months_delay is not None:
        delay = Fraction(finding.months_delay) / age * 100
        yield Reading(
            delay,
            f"{shown(finding.months_delay)} / {shown(age)} x 100 = {shown(delay)} percent of delay",
        )


def _months(finding: Finding, age: Fraction | None) -> Iterator[Reading]:
    yield from _stated(finding.months_delay, "months_delay")
    if not age:
        return
    if finding.age_equivalent_months is not None:
        equivalent = Fraction(finding.age_equivalent_months)
        delay = max(Fraction(0), age - equivalent)
        yield Reading(
            delay,
            f"{shown(age)} - {shown(equivalent)} = {shown(delay)} months of"
            f" delay{_not_behind(equivalent, age)}",
        )
    if finding.percent_delay is not None:
        delay = Fraction(finding.percent_delay) / 100 * age
        yield Reading(
            delay,
            f"{shown(finding.percent_delay)} / 100 x {shown(age)} = {shown(delay)} months of delay",
        )


def _deviations(finding: Finding, _: Fraction | None) -> Iterator[Reading]:
    yield from _stated(finding.sd_below_mean, "sd_below_mean")
    if finding.standard_score is not None:
        delay = max(Fraction(0), (SCORE_MEAN - Fraction(finding.standard_score)) / SCORE_DEVIATION)
        yield Reading(
            delay,
            f"({SCORE_MEAN} - {shown(finding.standard_score)}) / {SCORE_DEVIATION} ="
            f" {shown(delay)} standard deviations below the mean",
        )


def _not_behind(equivalent: Fraction, age: Fraction) -> str:
    return ", as the child is at or above the age" if equivalent >= age else ""


_READERS: dict[Measure, Callable[[Finding, Fraction | None], Iterator[Reading]]] = {
    "percent_delay": _percents,
    "months_delay": _months,
    "sd_below_mean": _deviations,
}
