"""Assessments with their signed reports, the instruments of the field, and the team's eligibility decisions."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Depends, Response

from app.auth import Actor, Db, Once, authenticated, require
from app.errors import problems
from app.http import IfMatch, Route, etag
from app.models.fields import Bounded
from app.models.schemas.assessment import (
    AddendumCreate,
    AddendumRead,
    AssessmentCreate,
    AssessmentRead,
    AssessmentStep,
    AssessmentUpdate,
    EligibilityDecisionCreate,
    EligibilityDecisionRead,
    EligibilityDecisionUpdate,
    InstrumentRead,
    ReportRead,
)
from app.models.schemas.record import ActionRead, ChangeRead, Correction
from app.pagination import ById, CursorInvalid, Page, Paging, PortionById, by_day, in_portions
from app.services import case, correction, credential, upkeep
from app.services.assessment import assess, decide
from app.services.assessment import problems as wrong
from app.services.assessment.instrument import catalogue

router = APIRouter(prefix="/v1", tags=["assessment"], route_class=Route)
FILE = "/students/{student_id}"
ONE = f"{FILE}/assessments/{{assessment_id}}"
DECISION = f"{FILE}/eligibility-decisions/{{decision_id}}"
Anyone = Annotated[Actor, Depends(authenticated)]
Reader = Annotated[Actor, Depends(require("student:read"))]
Writer = Annotated[Actor, Depends(require("assessment:write"))]
_ONE = (*case.OPEN_PROBLEMS, wrong.AssessmentNotFound)
_DECISION = (*case.OPEN_PROBLEMS, wrong.DecisionNotFound)


@router.get("/instruments", responses=problems())
async def list_instruments(_: Anyone) -> Bounded[InstrumentRead]:
    """Instruments by name and edition: what each measures, at which ages, with which scores."""
    return list(catalogue().values())


@router.get(f"{FILE}/assessments", responses=problems(*case.OPEN_PROBLEMS, CursorInvalid))
async def list_assessments(
    student_id: UUID, actor: Reader, db: Db, paging: PortionById
) -> Bounded[AssessmentRead]:
    """Screenings, evaluations and assessments of one child, oldest first."""
    rows = await assess.list_of(db, actor, student_id, paging.limit, paging.after)
    return paging.portion(rows, AssessmentRead)


@router.post(
    f"{FILE}/assessments",
    status_code=201,
    responses=problems(*case.OPEN_PROBLEMS, credential.StaffNotFound, wrong.AssessmentDates),
)
async def plan_assessment(
    student_id: UUID, body: AssessmentCreate, actor: Writer, db: Once, response: Response
) -> AssessmentRead:
    """Plan who will find out what, in which language."""
    row = await assess.plan(db, actor, student_id, body)
    response.headers["Location"] = f"/v1/students/{student_id}/assessments/{row.id}"
    return AssessmentRead.model_validate(row)


@router.get(ONE, responses=problems(*_ONE))
async def get_assessment(
    student_id: UUID, assessment_id: UUID, actor: Reader, db: Db, response: Response
) -> AssessmentRead:
    """One assessment with its sources and scores."""
    row = await assess.read(db, actor, student_id, assessment_id)
    response.headers["ETag"] = etag(row.version)
    return AssessmentRead.model_validate(row)


@router.patch(ONE, responses=problems(*wrong.CHANGE_PROBLEMS))
async def update_assessment(
    student_id: UUID,
    assessment_id: UUID,
    body: AssessmentUpdate,
    actor: Writer,
    db: Db,
    if_match: IfMatch,
    response: Response,
) -> AssessmentRead:
    """Record findings and write the report, until it is signed."""
    row = await assess.change(db, actor, student_id, assessment_id, body, if_match)
    response.headers["ETag"] = etag(row.version)
    return AssessmentRead.model_validate(row)


@router.get(f"{ONE}/actions", responses=problems(*_ONE))
async def list_assessment_actions(
    student_id: UUID, assessment_id: UUID, actor: Reader, db: Db
) -> Bounded[ActionRead]:
    """What may be done with it now, and for the rest why not."""
    return ActionRead.each(await assess.actions(db, actor, student_id, assessment_id))


@router.post(f"{ONE}/steps", responses=problems(*wrong.STEP_TAKEN_PROBLEMS))
async def take_assessment_step(
    student_id: UUID,
    assessment_id: UUID,
    body: AssessmentStep,
    actor: Writer,
    db: Once,
    if_match: IfMatch,
    response: Response,
) -> AssessmentRead:
    """Note consent, begin, close the findings, draft, sign, share; the last signature moves the clocks."""
    row = await assess.take(db, actor, student_id, assessment_id, body, if_match)
    response.headers["ETag"] = etag(row.version)
    return AssessmentRead.model_validate(row)


@router.get(f"{ONE}/report", responses=problems(*_ONE))
async def get_assessment_report(
    student_id: UUID, assessment_id: UUID, actor: Reader, db: Db
) -> ReportRead:
    """The report as it is signed, its hash, the signatures under it, who still has to sign."""
    return ReportRead.model_validate(await assess.report(db, actor, student_id, assessment_id))


@router.post(
    f"{ONE}/addenda", status_code=201, responses=problems(*_ONE, wrong.AssessmentNotSigned)
)
async def add_to_assessment(
    student_id: UUID, assessment_id: UUID, body: AddendumCreate, actor: Writer, db: Once
) -> AddendumRead:
    """Add to a signed report; the report itself stays."""
    row = await assess.add_to(db, actor, student_id, assessment_id, body.text)
    return AddendumRead.model_validate(row)


@router.get(f"{ONE}/history", responses=problems(*_ONE, CursorInvalid))
async def list_assessment_history(
    student_id: UUID, assessment_id: UUID, actor: Reader, db: Db, paging: ById
) -> Page[ChangeRead]:
    """Every change and step."""
    rows = await assess.history(db, actor, student_id, assessment_id, paging.limit, paging.after)
    return paging.page(rows, ChangeRead)


@router.get(f"{FILE}/eligibility-decisions", responses=problems(*case.OPEN_PROBLEMS, CursorInvalid))
async def list_eligibility_decisions(
    student_id: UUID,
    actor: Reader,
    db: Db,
    paging: Annotated[Paging, in_portions(by_day("decided_on"))],
) -> Bounded[EligibilityDecisionRead]:
    """The team's decisions, by their day."""
    rows = await decide.list_of(db, actor, student_id, paging.limit, paging.after)
    return paging.portion(rows, EligibilityDecisionRead)


@router.post(
    f"{FILE}/eligibility-decisions",
    status_code=201,
    responses=problems(*wrong.DECIDE_PROBLEMS),
)
async def decide_student_eligibility(
    student_id: UUID, body: EligibilityDecisionCreate, actor: Writer, db: Once, response: Response
) -> EligibilityDecisionRead:
    """Decide as a team of two disciplines or more, on signed reports; the rules' answer is kept with it."""
    row = await decide.decide(db, actor, student_id, body)
    response.headers["Location"] = f"/v1/students/{student_id}/eligibility-decisions/{row.id}"
    return EligibilityDecisionRead.model_validate(row)


@router.get(DECISION, responses=problems(*_DECISION))
async def get_eligibility_decision(
    student_id: UUID, decision_id: UUID, actor: Reader, db: Db, response: Response
) -> EligibilityDecisionRead:
    """One decision, with the question put to the rules and their explanation."""
    row = await decide.read(db, actor, student_id, decision_id)
    response.headers["ETag"] = etag(row.version)
    return EligibilityDecisionRead.model_validate(row)


@router.get(f"{DECISION}/actions", responses=problems(*_DECISION))
async def list_eligibility_decision_actions(
    student_id: UUID, decision_id: UUID, actor: Reader, db: Db
) -> Bounded[ActionRead]:
    """What may be done with the decision now."""
    row = await decide.read(db, actor, student_id, decision_id)
    return ActionRead.each(upkeep.actions(actor, upkeep.DECISION, row, student_id))


@router.patch(DECISION, responses=problems(*wrong.FOLLOW_UP_PROBLEMS))
async def follow_up_eligibility_decision(
    student_id: UUID,
    decision_id: UUID,
    body: EligibilityDecisionUpdate,
    actor: Writer,
    db: Db,
    if_match: IfMatch,
    response: Response,
) -> EligibilityDecisionRead:
    """Note the written notice sent, other help offered, a new screening; the decision itself stays."""
    row = await decide.follow_up(db, actor, student_id, decision_id, body, if_match)
    response.headers["ETag"] = etag(row.version)
    return EligibilityDecisionRead.model_validate(row)


@router.post(
    f"{DECISION}/correction", responses=problems(*correction.MARK_PROBLEMS, wrong.DecisionNotFound)
)
async def mark_eligibility_decision_in_error(
    student_id: UUID,
    decision_id: UUID,
    body: Correction,
    actor: Writer,
    db: Once,
    if_match: IfMatch,
    response: Response,
) -> EligibilityDecisionRead:
    """Say that this was never decided; what it told the clocks is taken back with it."""
    row = await decide.mark(db, actor, student_id, decision_id, body, if_match)
    response.headers["ETag"] = etag(row.version)
    return EligibilityDecisionRead.model_validate(row)


@router.get(f"{DECISION}/history", responses=problems(*_DECISION, CursorInvalid))
async def list_eligibility_decision_history(
    student_id: UUID, decision_id: UUID, actor: Reader, db: Db, paging: ById
) -> Page[ChangeRead]:
    """What followed the decision."""
    rows = await decide.history(db, actor, student_id, decision_id, paging.limit, paging.after)
    return paging.page(rows, ChangeRead)
