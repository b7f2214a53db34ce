"""The routes that need no arithmetic: diagnosis, risk factors, opinion, and what is recorded."""

from dataclasses import dataclass

from app.services.rules.eligibility.case import Case
from app.services.rules.eligibility.conditions import Conditions
from app.services.rules.eligibility.delay import DelayJudge
from app.services.rules.eligibility.outcome import Outcome
from app.services.rules.eligibility.policy import (
    AnyRoute,
    ConditionRoute,
    DelayRoute,
    FactorRoute,
    OpinionRoute,
    Policy,
    RecordedRoute,
    StateDefinedRoute,
)


@dataclass(frozen=True, slots=True)
class Judge:
    """Judges one case by every route of one policy."""

    policy: Policy
    case: Case
    conditions: Conditions
    delay: DelayJudge

    def judge(self, route: AnyRoute) -> Outcome:
        match route:
            case DelayRoute():
                return self.delay.judge(route)
            case ConditionRoute():
                return self._diagnosed(route)
            case FactorRoute():
                return self._has_factors(route)
            case OpinionRoute():
                return self._is_of_opinion(route)
            case StateDefinedRoute():
                return self._state_defined(route)
            case RecordedRoute():
                return _recorded(route)

    def _diagnosed(self, route: ConditionRoute) -> Outcome:
        """An unlisted code decides nothing: the list is a beginning, not the State's own."""
        code = self.case.condition
        if code is None:
            return Outcome(route, False, is_asked=False)
        listed = self.conditions.find(code)
        if listed is None:
            step = (
                f"{route.basis}: {code} is not on the list of conditions held here, which is not"
                " complete; the State's own list decides."
            )
            return Outcome(route, None, missing=("established_condition",), steps=(step,))
        is_met = route.groups is None or listed.group in route.groups
        step = (
            f"{route.basis}: {code} is listed under {listed.code} ({listed.text}), group"
            f" {listed.group}; {'met, and records alone can show it' if is_met else 'not met'}."
        )
        return Outcome(route, is_met, steps=(step,), confidence=listed.confidence)

    def _has_factors(self, route: FactorRoute) -> Outcome:
        """A factor no route of the policy names may be one under another name: it decides nothing."""
        stated = self.case.risk_factors
        if not stated:
            return Outcome(route, False, is_asked=False)
        counted, unknown = stated & route.factors, stated - self.policy.factors
        verdict = (
            True
            if len(counted) >= route.min
            else None
            if len(counted | unknown) >= route.min
            else False
        )
        step = (
            f"{route.basis}: at least {route.min} of {_listed(route.factors)};"
            f" stated: {_listed(counted)}."
        )
        steps = [step]
        if unknown:
            steps.append(f"Not named by this policy, so not counted: {_listed(unknown)}.")
        missing = ("risk_factors",) if verdict is None else ()
        return Outcome(route, verdict, missing=missing, steps=tuple(steps))

    def _is_of_opinion(self, route: OpinionRoute) -> Outcome:
        if self.case.opinion is None:
            return Outcome(route, False, is_asked=False)
        if self.case.opinion:
            step = f"{route.basis}: the team's informed clinical opinion is that the child is eligible; met."
            return Outcome(route, True, steps=(step,))
        step = (
            f"{route.basis}: the team's informed clinical opinion is against; it can make a child"
            " eligible, never ineligible, and is not counted."
        )
        return Outcome(route, False, is_asked=False, steps=(step,))

    def _state_defined(self, route: StateDefinedRoute) -> Outcome:
        about = self.case.findings if route.about == "findings" else self.case.risk_factors
        if not about:
            return Outcome(route, False, is_asked=False)
        step = f"{route.basis}: each State defines it; name the State as the jurisdiction."
        return Outcome(route, None, missing=("jurisdiction",), steps=(step,))


def _recorded(route: RecordedRoute) -> Outcome:
    step = (
        f"{route.basis}: people determine it and record it; it is not computed. Categories:"
        f" {', '.join(route.categories)}."
    )
    return Outcome(route, None, missing=("iep_team.determination",), steps=(step,))


def _listed(names: frozenset[str]) -> str:
    return ", ".join(sorted(names)) or "none"
