"""The sentences around a decision: which policy, which ages, which arithmetic, which answer."""

from collections.abc import Iterator, Sequence

from app.services.rules.eligibility.age import add_months, age_on
from app.services.rules.eligibility.case import Case
from app.services.rules.eligibility.measure import NAMES, Measured
from app.services.rules.eligibility.policy import DelayRoute, Measure, Policy


def say_policy(policy: Policy, case: Case) -> str:
    since = f"since {policy.effective_from}" if policy.effective_from else "without a first day"
    until = f" until {policy.effective_to}" if policy.effective_to else ""
    return (
        f"Policy {policy.id}, in force {since}{until}, is the one for a decision on"
        f" {case.decided_on} ({'; '.join(policy.cite)})."
    )


def say_age_limit(policy: Policy, case: Case) -> str:
    months = age_on(case.decided_on, case.born_on).months
    return (
        f"On the day of decision the child is {months} whole months old; the policy is for ages"
        f" from {policy.from_months} to under {policy.below_months} months. Not eligible."
    )


def say_leap_day(policy: Policy, case: Case) -> Iterator[str]:
    """On the last day of the age, for a child whose birthday no text places in a common year."""
    if case.decided_on == add_months(case.born_on, policy.below_months):
        yield (
            "Born on 29 February; no federal text says which day counts in a common year, so the"
            f" child is under {policy.below_months} months until 1 March."
        )


def say_findings(
    policy: Policy, measures: Sequence[Measure], findings: Sequence[Measured], aside: set[str]
) -> Iterator[str]:
    """The ages once, then what each finding comes to in each measure the policy asks for."""
    yield from dict.fromkeys(step for finding in findings for step in finding.ages.steps)
    for finding in findings:
        if policy.area_of(finding.domain) is None:
            yield f"{finding.domain}: not counted by this policy."
        elif finding.domain in aside:
            yield f"{finding.domain}: set aside, as all its parts are reported."
        elif measures:
            yield f"{finding.domain}: {'; '.join(_arithmetic(finding, measures))}."
    if findings and measures:
        yield "A domain without a finding is taken as showing no delay."


def _arithmetic(finding: Measured, measures: Sequence[Measure]) -> list[str]:
    steps = [step for measure in measures for step in finding.steps(measure)]
    return list(dict.fromkeys(steps)) or [
        f"nothing stated leads to {' or '.join(NAMES[m] for m in measures)}"
    ]


def measures_of(routes: Sequence[DelayRoute]) -> tuple[Measure, ...]:
    return tuple(dict.fromkeys(route.measure for route in routes))


def say_unused(policy: Policy, case: Case) -> Iterator[str]:
    """What was stated and no route of the policy looks at."""
    kinds = {route.kind for route in policy.routes}
    if case.condition and "condition" not in kinds:
        yield "A diagnosed condition is no basis in this policy."
    if case.risk_factors and not kinds & {"factors", "state_defined"}:
        yield "Risk factors are no basis in this policy."
    if case.opinion is not None and "opinion" not in kinds:
        yield "Informed clinical opinion is no basis in this policy."


def say_result(eligible: bool | None, missing: Sequence[str], unreported: Sequence[str]) -> str:
    if eligible is None:
        return f"It cannot be decided; missing: {', '.join(missing)}."
    if eligible:
        return "Eligible."
    if not unreported:
        return "Not eligible on what was stated."
    return (
        "Not eligible on what was stated; not reported, and so taken as showing no delay:"
        f" {', '.join(unreported)}."
    )
