"""Whether a version says all that the law asks of it, and what is missing where. Pure.

The elements of an IFSP are the rulebook's checklist `ifsp_content`, those of
its transition plan `transition_plan`; an interim IFSP needs a coordinator and
the services that are needed at once.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from app.models.plan import Plan
from app.models.service_line import ServiceLine
from app.models.words.plan import NATURAL, Domain, LineState, PlanType, Program, TransitionStep

Missing = tuple[str, str]
Find = Callable[[Plan, Sequence[ServiceLine]], Iterator[Missing]]
IFSP_DOMAINS = tuple(Domain)[:8]
OUTCOME = ("criterion", "procedure", "timeline")
GOAL = ("baseline", "measure", "criterion", "period", "reporting")
LINE_FIELDS = ("method", "location", "payer")
SAYS = {
    "criterion": "how one sees that it is reached",
    "procedure": "how progress is measured",
    "timeline": "when progress is looked at",
    "baseline": "where the child starts",
    "measure": "how progress is measured",
    "period": "by when",
    "reporting": "when the parents hear of the progress",
    "method": "how it is given",
    "location": "where it is given",
    "payer": "who pays",
}


@dataclass(frozen=True, slots=True)
class Element:
    code: str
    citation: str
    find: Find
    text: str | None = None
    """None: the rulebook's checklist says it."""


@dataclass(frozen=True, slots=True)
class Found:
    """One element, and where something of it is missing."""

    code: str
    text: str
    citation: str
    missing: tuple[Missing, ...]

    @property
    def is_complete(self) -> bool:
        return not self.missing


def check(
    plan: Plan, lines: Sequence[ServiceLine], checklists: Mapping[str, Sequence[str]]
) -> list[Found]:
    """Every element the version must have, in the order of the law."""
    said = iter(checklists["ifsp_content"])
    is_interim = plan.type == PlanType.INTERIM
    elements = INTERIM if is_interim else ELEMENTS[Program(plan.program)]
    kept = [x for x in lines if x.state != LineState.WITHDRAWN]
    return [
        Found(e.code, e.text or next(said), e.citation, tuple(e.find(plan, kept))) for e in elements
    ]


def _levels(domains: Sequence[Domain]) -> Find:
    def find(plan: Plan, _: Sequence[ServiceLine]) -> Iterator[Missing]:
        said = {level["domain"] for level in plan.levels}
        for domain in domains:
            if domain.value not in said:
                yield "/levels", f"Nothing is said of {domain.value.replace('_', ' ')}."

    return find


def _family(plan: Plan, _: Sequence[ServiceLine]) -> Iterator[Missing]:
    if plan.family is None:
        yield "/family", "Ask whether the family agrees to have its view written down."
    elif plan.family["is_agreed"]:
        for name in ("concerns", "priorities", "resources"):
            if not plan.family.get(name):
                yield f"/family/{name}", f"The family agreed; its {name} are not written down."


def _numbered(part: str, fields: Sequence[str]) -> Find:
    def find(plan: Plan, _: Sequence[ServiceLine]) -> Iterator[Missing]:
        items: list[dict[str, Any]] = getattr(plan, part)
        if not items:
            yield f"/{part}", "There is none."
        for item in items:
            for name in fields:
                if not item.get(name):
                    yield f"/{part}/{item['number']}/{name}", f"It does not say {SAYS[name]}."

    return find


def _services(plan: Plan, lines: Sequence[ServiceLine]) -> Iterator[Missing]:
    if not lines:
        yield "/services", "There is none."
    numbers = {item["number"] for item in (*plan.outcomes, *plan.goals)}
    for line in lines:
        where = f"/services/{line.number}"
        for name in LINE_FIELDS:
            if not getattr(line, name):
                yield f"{where}/{name}", f"It does not say {SAYS[name]}."
        if not numbers.intersection(line.outcomes):
            yield f"{where}/outcomes", "It serves no outcome or goal of this version."
        if plan.starts_on and plan.ends_on and not _inside(plan, line):
            yield f"{where}/starts_on", "It lies outside the dates of the plan."


def _inside(plan: Plan, line: ServiceLine) -> bool:
    assert plan.starts_on is not None  # noqa: S101 - the caller looked
    assert plan.ends_on is not None  # noqa: S101
    return plan.starts_on <= line.starts_on and line.ends_on <= plan.ends_on


def _at_once(_: Plan, lines: Sequence[ServiceLine]) -> Iterator[Missing]:
    if not lines:
        yield "/services", "There is none."
    for line in lines:
        if not line.location:
            yield f"/services/{line.number}/location", "It does not say where it is given."


def _natural(_: Plan, lines: Sequence[ServiceLine]) -> Iterator[Missing]:
    for line in lines:
        if line.setting not in NATURAL and not line.natural_environment_reason:
            yield (
                f"/services/{line.number}/natural_environment_reason",
                "It is not given in a natural environment and does not say why.",
            )


def _other_services(plan: Plan, _: Sequence[ServiceLine]) -> Iterator[Missing]:
    for n, other in enumerate(plan.other_services):
        if not other.get("steps"):
            yield f"/other_services/{n}/steps", "It does not say how the family gets it."


def _coordinator(plan: Plan, _: Sequence[ServiceLine]) -> Iterator[Missing]:
    if plan.coordinator_id is None:
        yield "/coordinator_id", "No service coordinator is named."


def _dates(plan: Plan, _: Sequence[ServiceLine]) -> Iterator[Missing]:
    for name, said in (("starts_on", "first"), ("ends_on", "last")):
        if getattr(plan, name) is None:
            yield f"/{name}", f"The {said} day of the plan is not said."


def _transition(plan: Plan, _: Sequence[ServiceLine]) -> Iterator[Missing]:
    """Every IFSP has steps (34 CFR 303.344(h)); a version for the transition has them all."""
    said = {item["step"] for item in plan.transition}
    if not said:
        yield "/transition", "There are no transition steps yet."
    elif plan.type == PlanType.TRANSITION:
        yield from (
            ("/transition", f"The step {step.value.replace('_', ' ')} is missing.")
            for step in TransitionStep
            if step.value not in said
        )


def _placement(plan: Plan, _: Sequence[ServiceLine]) -> Iterator[Missing]:
    if plan.placement is None:
        yield "/placement", "It does not say where the child learns."
    elif plan.placement["minutes_apart"] and not plan.placement.get("explanation"):
        yield "/placement/explanation", "It does not say why some of the time is apart from others."


def _accommodations(plan: Plan, _: Sequence[ServiceLine]) -> Iterator[Missing]:
    if not plan.accommodations:
        yield "/accommodations", "Say what is adapted, or that nothing need be."


ELEMENTS: dict[Program, tuple[Element, ...]] = {
    Program.PARTC: (
        Element("levels", "34 CFR 303.344(a)", _levels(IFSP_DOMAINS)),
        Element("family", "34 CFR 303.344(b)", _family),
        Element("outcomes", "34 CFR 303.344(c)", _numbered("outcomes", OUTCOME)),
        Element("services", "34 CFR 303.344(d)(1)", _services),
        Element("natural_environments", "34 CFR 303.344(d)(1)(ii)", _natural),
        Element("other_services", "34 CFR 303.344(e)", _other_services),
        Element("coordinator", "34 CFR 303.344(g)", _coordinator),
        Element("transition", "34 CFR 303.344(h)", _transition),
        Element("dates", "34 CFR 303.344(f)", _dates, "first and last day of the plan"),
    ),
    Program.PARTB: (
        Element(
            "levels", "34 CFR 300.320(a)(1)", _levels((Domain.ACADEMIC, Domain.FUNCTIONAL)),
            "present levels of academic achievement and functional performance",
        ),
        Element(
            "goals", "34 CFR 300.320(a)(2)-(3)", _numbered("goals", GOAL),
            "measurable annual goals with baseline, measure, criterion, period and progress reporting",
        ),
        Element(
            "services", "34 CFR 300.320(a)(4), (a)(7)", _services,
            "each service: projected start, frequency, location, duration, individual or group",
        ),
        Element(
            "placement", "34 CFR 300.320(a)(5)", _placement,
            "setting, and the time outside the regular class with its reason",
        ),
        Element(
            "accommodations", "34 CFR 300.320(a)(4), (a)(6)", _accommodations,
            "supplementary aids, accommodations and modifications",
        ),
        Element("dates", "34 CFR 300.320(a)(7)", _dates, "first and last day of the plan"),
    ),
}  # fmt: skip
INTERIM = (
    Element(
        "coordinator", "34 CFR 303.345(b)(1)", _coordinator, "the name of the service coordinator"
    ),
    Element("services", "34 CFR 303.345(b)(2)", _at_once, "the services needed immediately"),
    Element("dates", "34 CFR 303.345(b)", _dates, "first and last day of the plan"),
)
