"""Is the child eligible: yes, no, or not to be decided from what was stated."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction

from app.services.rules.eligibility.age import add_months, age_on, too_old_from
from app.services.rules.eligibility.case import Case
from app.services.rules.eligibility.conditions import Conditions
from app.services.rules.eligibility.delay import DelayJudge, meets
from app.services.rules.eligibility.explain import (
    measures_of,
    say_age_limit,
    say_findings,
    say_leap_day,
    say_policy,
    say_result,
    say_unused,
)
from app.services.rules.eligibility.measure import Measured
from app.services.rules.eligibility.measured_age import ages_for
from app.services.rules.eligibility.outcome import Outcome, all_of, any_of, negated
from app.services.rules.eligibility.policy import (
    AnyRoute,
    Confidence,
    CorrectedAge,
    DelayRoute,
    FactorRoute,
    Measure,
    Policy,
    strongest,
    weakest,
)
from app.services.rules.eligibility.route import Judge


@dataclass(frozen=True, slots=True)
class DomainDecision:
    """One domain. Ages in months; delays are those that every reading shows at least.

    `corrected_months` None: not born early, or not known. `age_used_months`
    None: not known. `meets` None: cannot be told, or was not judged.
    """

    chronological_months: Fraction | None
    corrected_months: Fraction | None
    age_used_months: Fraction | None
    percent_delay: Fraction | None
    sd_below_mean: Fraction | None
    meets: bool | None


@dataclass(frozen=True, slots=True)
class Decision:
    """The answer, and the steps by which a person comes to it with pencil and paper.

    `eligible` None: cannot be decided; `missing` then names what would settle
    it, and is empty otherwise. Where it is False, `unreported` names the areas
    without a finding: each was taken as showing no delay. `qualifying_domains`
    are those whose `meets` is True, in the order of their names. `policy` None:
    none was in force.
    """

    policy: Policy | None
    eligible: bool | None
    missing: tuple[str, ...]
    unreported: tuple[str, ...]
    bases: tuple[str, ...]
    domains: dict[str, DomainDecision]
    cites: tuple[str, ...]
    confidence: Confidence
    steps: tuple[str, ...]

    @property
    def qualifying_domains(self) -> tuple[str, ...]:
        return tuple(name for name, domain in self.domains.items() if domain.meets)


def undecided_without_policy(case: Case, program: str) -> Decision:
    """The answer where no version of the policy was in force on the day of decision."""
    step = f"No policy for {program} held here was in force on {case.decided_on}."
    return Decision(None, None, ("policy",), (), (), {}, (), "knowledge", (step,))


def decide(policy: Policy, conditions: Conditions, case: Case) -> Decision:
    """Judge the case by the policy, which the caller chose for its day of decision.

    Exact: a delay equal to the minimum reaches it. The order of the findings
    does not matter. Source: 34 CFR 303.21, 303.321, and the policy's own.
    """
    findings = _measured(policy, case)
    steps = [say_policy(policy, case)]
    if not _is_of_age(policy, case):
        steps.append(say_age_limit(policy, case))
        return _answer(policy, False, (), findings, steps)
    steps += say_leap_day(policy, case)
    routes = [r for r in policy.routes if isinstance(r, DelayRoute) and _applies(r, case)]
    aside = _set_aside(policy, findings)
    steps += say_findings(policy, measures_of(routes), findings, aside)
    counted = [f for f in findings if f.domain not in aside]
    judge = Judge(policy, case, conditions, DelayJudge(policy, routes, counted))
    roles = _judge(judge)
    outcomes = [o for role in roles for o in role]
    steps += dict.fromkeys(step for o in outcomes for step in o.steps)
    eligible, missing = _combine(policy, case, roles)
    unreported = _unreported(policy, routes, counted) if eligible is False else ()
    steps += say_unused(policy, case)
    steps += [say_result(eligible, missing, unreported), *policy.notes]
    return _answer(policy, eligible, outcomes, findings, steps, missing, unreported)


def _measured(policy: Policy, case: Case) -> tuple[Measured, ...]:
    """Findings with their ages, in an order of their own."""
    measured = [
        Measured(f, ages_for(policy.corrected_age, case, f.age_used)) for f in case.findings
    ]
    return tuple(sorted(measured, key=lambda m: (m.domain, repr(m.finding))))


def _is_of_age(policy: Policy, case: Case) -> bool:
    first = add_months(case.born_on, policy.from_months)
    return first <= case.decided_on < too_old_from(case.born_on, policy.below_months)


Roles = tuple[list[Outcome], list[Outcome], list[Outcome]]


def _judge(judge: Judge) -> Roles:
    """Outcomes of the routes of any_of, all_of and none_of that apply to the case."""
    policy = judge.policy
    any_routes, all_routes, none_routes = (
        [judge.judge(route) for route in role if _applies(route, judge.case)]
        for role in (policy.any_of, policy.all_of, policy.none_of)
    )
    return any_routes, all_routes, none_routes


def _applies(route: AnyRoute, case: Case) -> bool:
    if route.when is not None and (route.when == "continuing") != case.continuing:
        return False
    if not isinstance(route, DelayRoute):
        return True
    age = age_on(case.evaluated_on or case.decided_on, case.born_on).months
    above = route.age_from_months is None or age >= route.age_from_months
    return above and (route.age_below_months is None or age < route.age_below_months)


def _set_aside(policy: Policy, findings: Sequence[Measured]) -> set[str]:
    """Composites whose parts are all reported."""
    reported = {finding.domain for finding in findings}
    return {whole for whole, parts in policy.composites.items() if parts <= reported}


def _unreported(
    policy: Policy, routes: Sequence[DelayRoute], counted: Sequence[Measured]
) -> tuple[str, ...]:
    """Areas in which a delay would have counted, and of which nothing was said; a composite speaks for its parts."""
    judged = {area for r in routes for area in (policy.areas if r.areas is None else r.areas)}
    said: set[str] = {finding.domain for finding in counted}
    for whole, parts in policy.composites.items():
        said |= parts if whole in said else frozenset()
    reported = {policy.area_of(domain) for domain in said}
    return tuple(
        area
        for area, domains in policy.areas.items()
        if area in judged - reported and not domains <= policy.composites.keys()
    )


def _combine(policy: Policy, case: Case, roles: Roles) -> tuple[bool | None, tuple[str, ...]]:
    """The verdict, and what is missing where there is none."""
    any_routes, all_routes, none_routes = roles
    barred = [
        None if isinstance(o.route, DelayRoute) and not case.findings else o.verdict
        for o in none_routes
    ]
    opened = any_of(o.verdict for o in any_routes) if policy.any_of else True
    eligible = all_of((opened, all_of(o.verdict for o in all_routes), negated(any_of(barred))))
    asked = any(o.is_asked for o in any_routes + all_routes)
    if eligible is False and not asked:
        return None, (_asks((policy.any_of or policy.all_of)[0]),)
    if eligible is not None:
        return eligible, ()
    missing = {name for role in roles for o in role if o.verdict is None for name in o.missing}
    if None in barred and not case.findings:
        missing.add("findings")
    return None, tuple(sorted(missing))


def _asks(route: AnyRoute) -> str:
    """What the team would have to state for the route."""
    if isinstance(route, FactorRoute):
        return "risk_factors"
    return "established_condition" if route.kind == "condition" else "findings"


def _answer(
    policy: Policy,
    eligible: bool | None,
    outcomes: Sequence[Outcome],
    findings: Sequence[Measured],
    steps: Iterable[str],
    missing: tuple[str, ...] = (),
    unreported: tuple[str, ...] = (),
) -> Decision:
    opened = [o for o in outcomes if o.verdict] if eligible else []
    relied_on = opened or [o for o in outcomes if o.is_asked]
    correction = policy.corrected_age if any(_is_corrected(f) for f in findings) else None
    cites = [*policy.cite, *(cite for o in relied_on for cite in o.route.cite)]
    notes = dict.fromkeys(o.route.note for o in relied_on if o.route.note)
    return Decision(
        policy=policy,
        eligible=eligible,
        missing=missing,
        unreported=unreported,
        bases=tuple(dict.fromkeys(o.route.basis for o in opened)),
        domains=_domains(policy, outcomes, findings),
        cites=tuple(dict.fromkeys(cites + list(correction.cite if correction else ()))),
        confidence=_confidence(policy, opened, relied_on, correction),
        steps=(*steps, *notes),
    )


def _is_corrected(finding: Measured) -> bool:
    ages = finding.ages
    return ages.corrected is not None and ages.used == ages.corrected


def _confidence(
    policy: Policy,
    opened: Sequence[Outcome],
    relied_on: Sequence[Outcome],
    correction: CorrectedAge | None,
) -> Confidence:
    """An open route is as sure as its least checked part, and of several the surest is enough."""

    def of(outcome: Outcome) -> Confidence:
        applied = correction if isinstance(outcome.route, DelayRoute) else None
        return weakest(
            outcome.route.confidence,
            outcome.confidence,
            applied.confidence if applied else None,
        )

    if not opened:
        return weakest(policy.confidence, *map(of, relied_on))
    alternatives = [of(o) for o in opened if o.route in policy.any_of]
    needed = [of(o) for o in opened if o.route in policy.all_of]
    return weakest(policy.confidence, strongest(alternatives), *needed)


def _domains(
    policy: Policy, outcomes: Sequence[Outcome], findings: Sequence[Measured]
) -> dict[str, DomainDecision]:
    """Per domain; of several findings on one, the lowest delay and the ages of the first."""
    delays = [o for o in outcomes if isinstance(o.route, DelayRoute) and o.route in policy.any_of]
    firsts = {finding.domain: finding for finding in reversed(findings)}
    return {
        domain: DomainDecision(
            first.ages.chronological,
            first.ages.corrected,
            first.ages.used,
            _least(findings, domain, "percent_delay"),
            _least(findings, domain, "sd_below_mean"),
            meets(delays, domain) if delays else None,
        )
        for domain, first in sorted(firsts.items())
    }


def _least(findings: Sequence[Measured], domain: str, measure: Measure) -> Fraction | None:
    values = (f.least(measure) for f in findings if f.domain == domain)
    return min((v for v in values if v is not None), default=None)
