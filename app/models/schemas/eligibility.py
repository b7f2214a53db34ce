"""A question about eligibility, and its answer. Nothing of it is stored."""

from decimal import Decimal
from typing import Annotated, Any, Literal, Self

from pydantic import (
    BeforeValidator,
    Field,
    PlainSerializer,
    StringConstraints,
    WithJsonSchema,
    model_validator,
)

from app.models.fields import CaseDate, Code, Line, Read, Text, Write

DOMAINS = (
    "cognitive", "gross_motor", "fine_motor", "physical", "vision", "hearing",
    "expressive_communication", "receptive_communication", "communication",
    "social_emotional", "adaptive",
)  # fmt: skip


def _exact(value: Any) -> Decimal:
    """A JSON number as it was written: never through a binary fraction, never from text."""
    if isinstance(value, bool) or not isinstance(value, int | float | Decimal):
        raise ValueError("a number is expected")
    return Decimal(str(value))


def _contract(highest: int) -> WithJsonSchema:
    return WithJsonSchema({"type": "number", "minimum": 0, "maximum": highest})


Months = Annotated[Decimal, BeforeValidator(_exact), Field(ge=0, le=240), _contract(240)]
Percent = Annotated[Decimal, BeforeValidator(_exact), Field(ge=0, le=100), _contract(100)]
Score = Annotated[Decimal, BeforeValidator(_exact), Field(ge=0, le=200), _contract(200)]
Deviations = Annotated[Decimal, BeforeValidator(_exact), Field(ge=0, le=10), _contract(10)]
Number = Annotated[Decimal, PlainSerializer(float, return_type=float)]
"""A number of an answer: exact inside, at four decimals, a JSON number outside."""

IcdCode = Annotated[
    str, StringConstraints(strict=True, pattern=r"^[A-Za-z][0-9][0-9A-Za-z](\.?[0-9A-Za-z]{1,4})?$")
]


class Finding(Write):
    """Result in one domain, in one or more measures. Several findings on a domain must agree.

    All delays count downwards from the norm and are never negative.
    """

    domain: Code = Field(json_schema_extra={"enum": list(DOMAINS)})
    age_equivalent_months: Months | None = None
    percent_delay: Percent | None = None
    months_delay: Months | None = None
    standard_score: Score | None = Field(
        default=None, description="Mean 100, standard deviation 15."
    )
    sd_below_mean: Deviations | None = None
    age_used: Literal["chronological", "corrected"] | None = Field(
        default=None, description="Age the evaluator used; the policy decides when absent."
    )
    instrument: Line | None = None


class EstablishedCondition(Write):
    code: IcdCode
    system: Literal["icd-10-cm"] = "icd-10-cm"
    text: Line | None = None


class ClinicalOpinion(Write):
    """Informed clinical opinion: can make a child eligible, never ineligible."""

    eligible: bool = Field(strict=True)
    statement: Text = Field(description="Why, in the words of the team; the law wants it on file.")


class EligibilityRequest(Write):
    """What a team states about a child, without saying who the child is."""

    jurisdiction: Code = Field(examples=["us-ca"])
    program: Code = Field(examples=["partc"])
    decided_on: CaseDate = Field(description="Chooses the version of the policy.")
    born_on: CaseDate
    evaluated_on: CaseDate | None = Field(
        default=None, description="Needed where a finding is an age equivalent."
    )
    weeks_gestation: Annotated[int, Field(strict=True, ge=20, le=45)] | None = Field(
        default=None, description="Completed weeks; absent is unknown, not full term."
    )
    continuing: bool = Field(
        default=False, strict=True, description="A later determination of a child already served."
    )
    findings: list[Finding] = Field(default=[], max_length=60)
    established_condition: EstablishedCondition | None = None
    risk_factors: list[Code] = Field(default=[], max_length=60)
    informed_clinical_opinion: ClinicalOpinion | None = None

    @model_validator(mode="after")
    def _is_in_order(self) -> Self:
        if self.decided_on < self.born_on:
            raise ValueError("decided_on is before born_on")
        if self.evaluated_on and not self.born_on <= self.evaluated_on <= self.decided_on:
            raise ValueError("evaluated_on is not between born_on and decided_on")
        return self


class DomainRead(Read):
    """Ages in months. A delay is what every reading of the domain's findings shows at least."""

    chronological_months: Number | None
    corrected_months: Number | None
    age_used_months: Number | None
    percent_delay: Number | None
    sd_below_mean: Number | None
    meets: bool | None = Field(description="Null: cannot be told, or was not judged.")


class EligibilityResponse(Read):
    """The answer, with the steps by which a person can come to it without a computer."""

    eligible: bool | None = Field(description="Null: cannot be decided; see `missing`.")
    missing: list[str] = Field(description="What would settle it; empty when decided.")
    unreported: list[str] = Field(
        description="Where `eligible` is false: areas without a finding, each taken as showing no delay."
    )
    bases: list[str]
    qualifying_domains: list[str]
    policy_id: str | None = Field(description="Null: none was in force on `decided_on`.")
    domains: dict[str, DomainRead]
    citations: list[str]
    confidence: Literal["text", "secondary", "knowledge"] = Field(
        description="How well the weakest source relied on was checked."
    )
    explanation: list[str]
