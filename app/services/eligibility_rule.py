"""Answers questions about eligibility without a record: nothing is stored, no child is read."""

from decimal import Decimal
from fractions import Fraction
from typing import Any

from app.models.schemas.eligibility import DomainRead, EligibilityRequest, EligibilityResponse
from app.services.json_line import answer_line
from app.services.rules.eligibility import (
    DOMAINS,
    Case,
    Decision,
    DomainDecision,
    Finding,
    Policies,
    decide,
    rounded,
    undecided_without_policy,
)
from app.services.vocabulary import UnknownWord, require_known

DECIDE_PROBLEMS = (UnknownWord,)


def decide_request(policies: Policies, request: EligibilityRequest) -> EligibilityResponse:
    """Judge by the policy in force on the day of decision. Raises: DECIDE_PROBLEMS."""
    require_known("jurisdiction", request.jurisdiction, policies.jurisdictions, "/jurisdiction")
    programs = policies.programs(request.jurisdiction)
    require_known("program", request.program, programs, "/program")
    for position, finding in enumerate(request.findings):
        require_known("domain", finding.domain, DOMAINS, f"/findings/{position}/domain")
    case = _case(request)
    policy = policies.in_force(request.jurisdiction, request.program, request.decided_on)
    if policy is None:
        return _response(undecided_without_policy(case, request.program))
    if policy.factors:  # elsewhere they are no basis, and the answer says so
        for position, name in enumerate(request.risk_factors):
            require_known("risk factor", name, policies.risk_factors, f"/risk_factors/{position}")
    return _response(decide(policy, policies.conditions, case))


def decide_line(policies: Policies, line: bytes) -> dict[str, Any]:
    """Answer one line of JSON Lines: the response, or `{"error": <problem>}`. Never raises."""
    return answer_line(EligibilityRequest, lambda request: decide_request(policies, request), line)


def _case(request: EligibilityRequest) -> Case:
    condition, opinion = request.established_condition, request.informed_clinical_opinion
    return Case(
        born_on=request.born_on,
        decided_on=request.decided_on,
        evaluated_on=request.evaluated_on,
        weeks_gestation=request.weeks_gestation,
        continuing=request.continuing,
        findings=tuple(Finding(**f.model_dump(exclude={"instrument"})) for f in request.findings),
        condition=condition.code if condition else None,
        risk_factors=frozenset(request.risk_factors),
        opinion=opinion.eligible if opinion else None,
    )


def _response(decision: Decision) -> EligibilityResponse:
    return EligibilityResponse(
        eligible=decision.eligible,
        missing=list(decision.missing),
        unreported=list(decision.unreported),
        bases=list(decision.bases),
        qualifying_domains=list(decision.qualifying_domains),
        policy_id=decision.policy.id if decision.policy else None,
        domains={name: _domain(domain) for name, domain in decision.domains.items()},
        citations=list(decision.cites),
        confidence=decision.confidence,
        explanation=list(decision.steps),
    )


def _domain(decided: DomainDecision) -> DomainRead:
    return DomainRead(
        chronological_months=_number(decided.chronological_months),
        corrected_months=_number(decided.corrected_months),
        age_used_months=_number(decided.age_used_months),
        percent_delay=_number(decided.percent_delay),
        sd_below_mean=_number(decided.sd_below_mean),
        meets=decided.meets,
    )


def _number(value: Fraction | None) -> Decimal | None:
    return None if value is None else rounded(value)
