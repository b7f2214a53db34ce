"""What a policy is made of: the shape of the data in which a State's criteria are written."""

from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from typing import Annotated, Literal, Self, get_args

from pydantic import BaseModel, ConfigDict, Field, model_validator

from app.services.rules.eligibility.conditions import Group

Domain = Literal[
    "cognitive", "gross_motor", "fine_motor", "physical", "vision", "hearing",
    "expressive_communication", "receptive_communication", "communication",
    "social_emotional", "adaptive",
]  # fmt: skip
DOMAINS: tuple[str, ...] = get_args(Domain)
Measure = Literal["percent_delay", "months_delay", "sd_below_mean"]
Confidence = Literal["text", "secondary", "knowledge"]
"""How well a statement of law was checked: read in the text, in a summary, or from knowledge."""

Cites = Annotated[tuple[str, ...], Field(min_length=1)]
Count = Annotated[int, Field(ge=1)]
Months = Annotated[int, Field(ge=0)]


_BEST_FIRST: tuple[Confidence, ...] = get_args(Confidence)


def weakest(*confidences: Confidence | None) -> Confidence:
    """Least checked of them; None says nothing."""
    return max((c for c in confidences if c), key=_BEST_FIRST.index, default=_BEST_FIRST[0])


def strongest(confidences: Iterable[Confidence]) -> Confidence | None:
    """Best checked of them; None where there are none."""
    return min(confidences, key=_BEST_FIRST.index, default=None)


class _Entry(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class CorrectedAge(_Entry):
    """Whose age is corrected for an early birth, by how much, and until when.

    Applies to births before `born_before_weeks` completed weeks. The corrected
    age counts from `term_weeks` after conception, moved by `max_weeks` at most.
    The policy corrects while the chronological age is under `until_months`, or
    the corrected age under `until_corrected_months`; with neither it does not
    ask for a correction, and one is made only where the evaluator says so.
    An unknown week of birth is taken as anything from `earliest_weeks` to term.
    """

    born_before_weeks: Count
    term_weeks: Count
    earliest_weeks: Count
    max_weeks: Count | None = None
    until_months: Count | None = None
    until_corrected_months: Count | None = None
    cite: Cites
    confidence: Confidence

    @property
    def is_required(self) -> bool:
        return self.until_months is not None or self.until_corrected_months is not None


class Route(_Entry):
    """One way to be eligible; `basis` is the law's name for it.

    `when` limits the route to a first or to a later determination. A `note` is
    said to whoever relies on the route.
    """

    basis: str
    when: Literal["initial", "continuing"] | None = None
    cite: tuple[str, ...] = ()
    confidence: Confidence | None = None
    note: str | None = None


class DelayRoute(Route):
    """A delay of at least `min` by `measure` in at least `areas_min` areas.

    `areas` None: any area of the policy. `not_solely`: a delay in these domains
    alone is not enough here. The age band is chronological, at the evaluation,
    from inclusive and below exclusive.
    """

    kind: Literal["delay"]
    measure: Measure
    min: Annotated[Decimal, Field(gt=0)]
    areas_min: Count
    areas: tuple[str, ...] | None = None
    not_solely: frozenset[Domain] = frozenset()
    age_from_months: Months | None = None
    age_below_months: Months | None = None


class ConditionRoute(Route):
    """A diagnosed condition of the list; `groups` None: of any group."""

    kind: Literal["condition"]
    groups: frozenset[Group] | None = None


class FactorRoute(Route):
    """At least `min` of the named factors."""

    kind: Literal["factors"]
    min: Count
    factors: frozenset[str]


class OpinionRoute(Route):
    """The team's informed clinical opinion: makes eligible, never ineligible."""

    kind: Literal["opinion"]


class StateDefinedRoute(Route):
    """A basis that the federal text leaves to each State; `about` is what it would judge."""

    kind: Literal["state_defined"]
    about: Literal["findings", "risk_factors"]


class RecordedRoute(Route):
    """A determination that people make and record, in one of `categories`; never computed."""

    kind: Literal["recorded"]
    categories: Cites


AnyRoute = Annotated[
    DelayRoute | ConditionRoute | FactorRoute | OpinionRoute | StateDefinedRoute | RecordedRoute,
    Field(discriminator="kind"),
]


class Policy(_Entry):
    """A jurisdiction's criteria for one program, in force from one day to another.

    Both days are inside; None is open. Eligible: some route of `any_of` (where
    there are any), every route of `all_of`, and none of `none_of`.
    `areas` are what the law counts, each with the domains that report on it. A
    composite, such as communication, is set aside where all its parts are
    reported. The age on the day of decision is from `from_months` inclusive to
    `below_months` exclusive. `notes` are said with every answer.
    """

    id: str
    program: str
    effective_from: date | None
    effective_to: date | None
    from_months: Months
    below_months: Count
    areas: dict[str, frozenset[Domain]]
    composites: dict[Domain, frozenset[Domain]] = {}
    corrected_age: CorrectedAge
    any_of: tuple[AnyRoute, ...] = ()
    all_of: tuple[AnyRoute, ...] = ()
    none_of: tuple[AnyRoute, ...] = ()
    notes: tuple[str, ...] = ()
    cite: Cites
    confidence: Confidence

    @property
    def routes(self) -> tuple[AnyRoute, ...]:
        return self.any_of + self.all_of + self.none_of

    @property
    def factors(self) -> frozenset[str]:
        """Risk factors that count for some route."""
        return frozenset[str]().union(
            *(route.factors for route in self.routes if isinstance(route, FactorRoute))
        )

    def is_in_force(self, on: date) -> bool:
        return (self.effective_from or date.min) <= on <= (self.effective_to or date.max)

    def overlaps(self, other: "Policy") -> bool:
        latest_start = max(p.effective_from or date.min for p in (self, other))
        return self.is_in_force(latest_start) and other.is_in_force(latest_start)

    def area_of(self, domain: str) -> str | None:
        """Area on which the domain reports; None: the policy does not count the domain."""
        return next((area for area, domains in self.areas.items() if domain in domains), None)

    @model_validator(mode="after")
    def _is_coherent(self) -> Self:
        if not self.any_of + self.all_of:
            raise ValueError("a policy needs a route in any_of or all_of")
        if (self.effective_from or date.min) > (self.effective_to or date.max):
            raise ValueError("effective_to is before effective_from")
        if self.from_months >= self.below_months:
            raise ValueError("from_months is not below below_months")
        counted = [d for domains in self.areas.values() for d in domains]
        if len(counted) != len(set(counted)):
            raise ValueError("a domain reports on two areas")
        for route in self.routes:
            self._check_areas(route)
        return self

    def _check_areas(self, route: Route) -> None:
        if not isinstance(route, DelayRoute):
            return
        allowed = self.areas.keys() if route.areas is None else route.areas
        if unknown := set(allowed) - self.areas.keys():
            raise ValueError(f"{route.basis} counts unknown areas: {', '.join(sorted(unknown))}")
        if route.areas_min > len(set(allowed)):
            raise ValueError(f"{route.basis} asks for more areas than there are")
