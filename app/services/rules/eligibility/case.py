"""What a team states about one child when it asks whether the child is eligible."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Literal

AgeUsed = Literal["chronological", "corrected"]


@dataclass(frozen=True, slots=True)
class Finding:
    """Result of an evaluation in one domain. None: not stated.

    Delays are positive below the norm: `percent_delay` of the age, `months_delay`
    in months, `sd_below_mean` in standard deviations. `standard_score` has mean
    100 and standard deviation 15. `age_used` None: the policy decides.
    """

    domain: str
    age_equivalent_months: Decimal | None = None
    percent_delay: Decimal | None = None
    months_delay: Decimal | None = None
    standard_score: Decimal | None = None
    sd_below_mean: Decimal | None = None
    age_used: AgeUsed | None = None


@dataclass(frozen=True, slots=True)
class Case:
    """Everything a policy may ask for. Dates are in order: birth, evaluation, decision.

    `weeks_gestation` are completed weeks; None is unknown, not full term.
    `condition` is a diagnosis as an ICD-10-CM code. `opinion` is the informed
    clinical opinion of the team: eligible or not; None where none was given.
    """

    born_on: date
    decided_on: date
    evaluated_on: date | None = None
    weeks_gestation: int | None = None
    continuing: bool = False
    findings: tuple[Finding, ...] = ()
    condition: str | None = None
    risk_factors: frozenset[str] = frozenset()
    opinion: bool | None = None
