"""The rules service: dates and eligibility from facts alone, nothing stored, no child read."""

from typing import Annotated

from fastapi import APIRouter, Query, Response

from app import clock
from app.errors import problems
from app.http import Route, json_response
from app.models.fields import Bounded, Code
from app.models.schemas.eligibility import EligibilityRequest, EligibilityResponse
from app.models.schemas.rule import EvaluateRequest, EvaluateResponse
from app.models.schemas.rulebook import (
    JurisdictionRead,
    ReleaseRead,
    RulebookChanges,
    RulebookRead,
    RuleRead,
    VocabularyRead,
)
from app.services import eligibility_rule, rule, rulebook, rulebook_index
from app.services.rulebook.policies import load_policies
from app.services.vocabulary import UnknownWord

router = APIRouter(prefix="/v1", tags=["rules"], route_class=Route)
UTC_ZONE = "UTC"


# In a thread, the writing of the answer too: a large case takes longer than other requests may wait.
@router.post("/rules/evaluate", response_model=EvaluateResponse, responses=problems(UnknownWord))
def evaluate_rules(body: EvaluateRequest) -> Response:
    """Every obligation that these facts give rise to, with its date, citation and explanation."""
    answer = rule.evaluate_request(rulebook.load(), body, clock.today(UTC_ZONE))
    return json_response(answer.model_dump_json())


@router.post("/rules/eligibility", responses=problems(UnknownWord))
async def decide_eligibility(body: EligibilityRequest) -> EligibilityResponse:
    """Whether these findings make a child eligible under a state's dated policy, and why."""
    return eligibility_rule.decide_request(load_policies(), body)


@router.get("/rulebook")
async def get_rulebook() -> RulebookRead:
    """Version and fingerprint of the rulebook, and its jurisdictions."""
    return rulebook_index.overview(rulebook.load())


@router.get("/rulebook/releases")
async def list_rulebook_releases() -> Bounded[ReleaseRead]:
    """Every rulebook that was ever in use, newest first."""
    return rulebook_index.releases(rulebook.releases())


@router.get(
    "/rulebook/releases/{release}/changes",
    responses=problems(rulebook_index.ReleaseNotFound, UnknownWord),
)
async def list_rulebook_changes(
    release: Code,
    since: Annotated[
        Code | None, Query(description="An earlier version; the one before when absent.")
    ] = None,
) -> RulebookChanges:
    """What a rulebook changed: rules added, removed and changed, parameters, words."""
    return rulebook_index.changes(rulebook.releases(), release, since)


@router.get(
    "/rulebook/jurisdictions/{jurisdiction}",
    responses=problems(rulebook_index.JurisdictionNotFound),
)
async def get_jurisdiction(jurisdiction: Code) -> JurisdictionRead:
    """A jurisdiction's parameters and the rules in force there, inherited ones included."""
    return rulebook_index.jurisdiction(rulebook.load(), jurisdiction)


@router.get("/rulebook/rules", responses=problems(UnknownWord))
async def list_rules(
    jurisdiction: Annotated[
        Code | None, Query(description="Only rules written for this jurisdiction.")
    ] = None,
) -> Bounded[RuleRead]:
    """Every rule in all its versions, with citation, confidence and dates."""
    return rulebook_index.rules(rulebook.load(), jurisdiction)


@router.get("/rulebook/rules/{rule_id}", responses=problems(rulebook_index.RuleNotFound))
async def get_rule(rule_id: Code) -> Bounded[RuleRead]:
    """One rule's versions, newest first."""
    return rulebook_index.rule(rulebook.load(), rule_id)


@router.get("/rulebook/vocabulary")
async def get_vocabulary() -> VocabularyRead:
    """Names that the rules understand: events, pause reasons, facts, risk factors, exit reasons."""
    return rulebook_index.vocabulary(rulebook.load(), load_policies())
