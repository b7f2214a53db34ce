"""Delay routes: how far behind, by which measure, in how many areas."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from app.services.rules.eligibility.measure import NAMES, Measured
from app.services.rules.eligibility.number import shown
from app.services.rules.eligibility.outcome import Outcome, any_of
from app.services.rules.eligibility.policy import DelayRoute, Policy


@dataclass(frozen=True, slots=True)
class DelayJudge:
    """Judges findings by the delay routes that apply to one case.

    `findings` are those the policy counts. A domain that is not among them is
    taken as not delayed: the team reports what it found.
    """

    policy: Policy
    routes: Sequence[DelayRoute]
    findings: Sequence[Measured]

    def judge(self, route: DelayRoute) -> Outcome:
        counted = self._counted(route)
        if not counted:
            return Outcome(route, False, is_asked=False)
        verdicts = {domain: self._verdict(route, counted[domain]) for domain in sorted(counted)}
        sure = frozenset(domain for domain, verdict in verdicts.items() if verdict)
        unsure = frozenset(domain for domain, verdict in verdicts.items() if verdict is None)
        missing: set[str] = set()
        if not self._is_enough(route, sure):
            if self._is_enough(route, sure | unsure):
                missing = {m for d in unsure for m in _missing(route, counted[d])}
            elif self._has_areas(route, sure):
                missing = self._missing_alone(counted, sure)
        verdict = None if missing else self._is_enough(route, sure)
        return Outcome(
            route,
            verdict,
            domains=sure if verdict else frozenset(),
            undecided=frozenset() if verdict is False else unsure if verdict else sure | unsure,
            missing=tuple(sorted(missing)),
            steps=(_say(route, counted, verdicts, verdict),),
        )

    def _counted(self, route: DelayRoute) -> dict[str, list[Measured]]:
        """Findings by domain, in the areas that the route counts."""
        areas = self.policy.areas if route.areas is None else route.areas
        counted: dict[str, list[Measured]] = defaultdict(list)
        for finding in self.findings:
            if self.policy.area_of(finding.domain) in areas:
                counted[finding.domain].append(finding)
        return counted

    def _verdict(self, route: DelayRoute, findings: Sequence[Measured]) -> bool | None:
        """True if all findings on a domain reach the minimum, False if none, None otherwise.

        Where none is expressed in the route's measure, it is False if another
        route can judge it: the law offers its measures as alternatives.
        """
        reached = {f.reaches(route) for f in findings if f.is_measured_by(route.measure)}
        if reached:
            return reached.pop() if len(reached) == 1 else None
        if any(f.awaits_age(route.measure) for f in findings):
            return None
        elsewhere = any(f.is_measured_by(r.measure) for f in findings for r in self.routes)
        return False if elsewhere else None

    def _has_areas(self, route: DelayRoute, domains: frozenset[str]) -> bool:
        return len({self.policy.area_of(domain) for domain in domains}) >= route.areas_min

    def _is_enough(self, route: DelayRoute, domains: frozenset[str]) -> bool:
        return self._has_areas(route, domains) and not domains <= route.not_solely

    def _missing_alone(
        self, counted: dict[str, list[Measured]], domains: frozenset[str]
    ) -> set[str]:
        """What the routes that judge a delay in these domains alone would need, if anything."""
        alone = {route.measure for route in self.routes if not domains <= route.not_solely}
        return {
            finding.missing_for(measure)
            for measure in alone
            for domain in domains
            for finding in counted[domain]
            if not finding.is_measured_by(measure)
        }


def _missing(route: DelayRoute, findings: Sequence[Measured]) -> set[str]:
    """What would settle a domain that the route cannot decide."""
    measured = [f for f in findings if f.is_measured_by(route.measure)]
    open_ones = [f for f in measured if f.reaches(route) is None] if measured else findings
    return {f.missing_for(route.measure) for f in open_ones} or {f"findings.{findings[0].domain}"}


def _say(
    route: DelayRoute,
    counted: dict[str, list[Measured]],
    verdicts: dict[str, bool | None],
    verdict: bool | None,
) -> str:
    each = ", ".join(
        f"{domain} {_say_domain(route, counted[domain], reached)}"
        for domain, reached in verdicts.items()
    )
    alone = f", not {' or '.join(sorted(route.not_solely))} alone" if route.not_solely else ""
    areas = "1 area" if route.areas_min == 1 else f"{route.areas_min} areas"
    met = {True: "met", False: "not met", None: "cannot be decided"}[verdict]
    return (
        f"{route.basis}: at least {shown(route.min)} {NAMES[route.measure]} in at least"
        f" {areas}{alone}: {each}; {met}."
    )


def _say_domain(route: DelayRoute, findings: Sequence[Measured], reached: bool | None) -> str:
    if reached is None:
        return "cannot be told"
    if not any(f.is_measured_by(route.measure) for f in findings):
        return "is not stated so"
    return "reaches it" if reached else "does not"


def meets(outcomes: Sequence[Outcome], domain: str) -> bool | None:
    """Whether the domain opened a route; None where it may have."""
    return any_of(
        True if domain in o.domains else None if domain in o.undecided else False for o in outcomes
    )
