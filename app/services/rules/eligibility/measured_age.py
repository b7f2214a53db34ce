"""Which age a finding is measured against: the chronological one or the corrected one."""

from dataclasses import dataclass
from fractions import Fraction

from app.services.rules.eligibility.age import Age, age_on, corrected_start
from app.services.rules.eligibility.case import AgeUsed, Case
from app.services.rules.eligibility.number import shown
from app.services.rules.eligibility.policy import CorrectedAge


@dataclass(frozen=True, slots=True)
class Ages:
    """Ages at the evaluation, in months.

    None: not known. `corrected` is None for a child not born early too.
    `possible` holds the age to use; the lowest and the highest where it hangs
    on something unknown, and nothing where it cannot be had. `missing` names
    what is unknown then.
    """

    chronological: Fraction | None
    corrected: Fraction | None
    possible: tuple[Fraction, ...]
    missing: str | None
    steps: tuple[str, ...]

    @property
    def used(self) -> Fraction | None:
        return self.possible[0] if len(self.possible) == 1 else None


def ages_for(rule: CorrectedAge, case: Case, age_used: AgeUsed | None) -> Ages:
    """Ages for a finding whose evaluator used `age_used`; None leaves it to the rule."""
    if case.evaluated_on is None:
        return Ages(None, None, (), "evaluated_on", ())
    weeks, lived = case.weeks_gestation, age_on(case.evaluated_on, case.born_on)
    corrected = None if weeks is None else _corrected(rule, case, weeks)
    possible, steps = _possible(rule, case, age_used, lived, corrected)
    return Ages(
        lived.in_months,
        corrected.in_months if corrected else None,
        possible,
        None if len(possible) == 1 else "weeks_gestation",
        (_say_age(lived), *_say_correction(rule, weeks, corrected), *steps),
    )


def _possible(
    rule: CorrectedAge, case: Case, age_used: AgeUsed | None, lived: Age, corrected: Age | None
) -> tuple[tuple[Fraction, ...], list[str]]:
    """Ages that may be the one to use, lowest first, and why."""
    if age_used == "chronological":
        return (lived.in_months,), ["The evaluator used the chronological age."]
    weeks = case.weeks_gestation
    if age_used == "corrected":
        steps = ["The evaluator used the corrected age."]
        return ((), steps) if weeks is None else (((corrected or lived).in_months,), steps)
    if weeks is not None:
        return (_required(rule, lived, corrected),), _say_choice(rule, lived, corrected)
    lowest = _required(rule, lived, _corrected(rule, case, rule.earliest_weeks))
    if lowest == lived.in_months:
        return (lowest,), []
    step = (
        "The week of birth is not known; born early, the child would be measured"
        f" against as little as {shown(lowest)} months. Both ages are tried."
    )
    return (lowest, lived.in_months), [step]


def _corrected(rule: CorrectedAge, case: Case, weeks: int) -> Age | None:
    """Corrected age at the evaluation; None for a child not born early."""
    if weeks >= rule.born_before_weeks or case.evaluated_on is None:
        return None
    return age_on(case.evaluated_on, corrected_start(case.born_on, _weeks_moved(rule, weeks)))


def _weeks_moved(rule: CorrectedAge, weeks: int) -> int:
    early = rule.term_weeks - weeks
    return early if rule.max_weeks is None else min(early, rule.max_weeks)


def _required(rule: CorrectedAge, lived: Age, corrected: Age | None) -> Fraction:
    return (corrected if corrected and _corrects(rule, lived, corrected) else lived).in_months


def _corrects(rule: CorrectedAge, lived: Age, corrected: Age) -> bool:
    """Whether the policy still corrects at these ages; on the day the limit is reached it stops."""
    under = [
        age.months < limit
        for age, limit in (
            (lived, rule.until_months),
            (corrected, rule.until_corrected_months),
        )
        if limit is not None
    ]
    return bool(under) and all(under)


def _say_age(lived: Age) -> str:
    return (
        f"At the evaluation the child is {lived.months} whole months and {lived.days} of the"
        f" running month's {lived.month_length} days old: {shown(lived.in_months)} months."
    )


def _say_correction(rule: CorrectedAge, weeks: int | None, corrected: Age | None) -> list[str]:
    if weeks is None or corrected is None:
        return []
    cap = f", at most {rule.max_weeks}" if rule.max_weeks is not None else ""
    step = (
        f"Born at {weeks} weeks, {rule.term_weeks - weeks} before {rule.term_weeks}{cap}: counted"
        f" from {_weeks_moved(rule, weeks)} weeks after the birth, the corrected age is"
        f" {corrected.months} whole months and {corrected.days} of {corrected.month_length} days,"
        f" {shown(corrected.in_months)} months."
    )
    return [step]


def _say_choice(rule: CorrectedAge, lived: Age, corrected: Age | None) -> list[str]:
    if corrected is None:
        return []
    limits = [
        f"{name} age is under {limit} months"
        for name, limit in (
            ("chronological", rule.until_months),
            ("corrected", rule.until_corrected_months),
        )
        if limit is not None
    ]
    if not limits:
        return ["The policy asks for no correction; the chronological age is used."]
    which = "corrected" if _corrects(rule, lived, corrected) else "chronological"
    return [f"The policy corrects while the {' and the '.join(limits)}; the {which} age is used."]
