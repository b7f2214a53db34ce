"""Answers questions about eligibility without a record: nothing is stored, no child is read."""

import json
from decimal import Decimal, InvalidOperation
from fractions import Fraction
from typing import Any, NoReturn

from fastapi.exceptions import RequestValidationError
from pydantic import ValidationError

from app.errors import Malformed, Problem, from_validation
from app.models.schemas.eligibility import DomainRead, EligibilityRequest, EligibilityResponse
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
SMALLEST_EXPONENT, LARGEST_EXPONENT = -400, 400
"""Beyond these no reader of JSON keeps the number, and exact arithmetic would take hours."""


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
    return _response(decide(policy, policies.conditions, case))


def decide_line(policies: Policies, line: str) -> dict[str, Any]:
    """Answer one line of JSON Lines: the response, or `{"error": <problem>}`. Never raises."""
    try:
        request = EligibilityRequest.model_validate(_read(line))
        return decide_request(policies, request).model_dump(mode="json")
    except Problem as problem:
        return _error(problem)
    except ValidationError as error:
        found = [{**e, "loc": ("body", *e["loc"])} for e in error.errors()]
        return _error(from_validation(RequestValidationError(found)))


def _error(problem: Problem) -> dict[str, Any]:
    return {"error": json.loads(bytes(problem.response().body))}


def _read(line: str) -> Any:
    """Parse strict JSON with exact numbers. Raises: Malformed."""
    try:
        return json.loads(
            line,
            parse_float=_decimal,
            parse_constant=_refuse_constant,
            object_pairs_hook=_unique_keys,
        )
    except (ValueError, RecursionError):
        raise Malformed("The line is not valid JSON.") from None


def _decimal(digits: str) -> Decimal:
    try:
        number = Decimal(digits)
    except InvalidOperation:
        raise ValueError("not a number that can be kept") from None
    exponent = number.as_tuple().exponent
    if not isinstance(exponent, int) or not SMALLEST_EXPONENT <= exponent <= LARGEST_EXPONENT:
        raise ValueError("a number too small or too large")
    return number


def _refuse_constant(_: str) -> NoReturn:
    raise ValueError("NaN and Infinity are not JSON")


def _unique_keys(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise ValueError("a key is repeated")
    return found


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
