"""Plans of one student: IFSP and IEP, version by version."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Depends, Query, Response

from app.auth import Actor, Db, Once, require
from app.errors import problems
from app.http import IfMatch, Route, etag
from app.models.fields import Bounded
from app.models.schemas.plan import (
    ComparisonRead,
    CompletenessRead,
    DecisionRead,
    MeetingRead,
    PlanCreate,
    PlanRead,
    PlanRow,
    PlanText,
    PlanUpdate,
    VersionCreate,
)
from app.models.schemas.plan_step import PlanStep
from app.models.schemas.record import ActionRead, ChangeRead, SignatureRead
from app.models.words.plan import Program
from app.pagination import ById, CursorInvalid, Page, PortionById
from app.services import case
from app.services.plan import draft, kind, reading, shown, step

router = APIRouter(prefix="/v1/students/{student_id}/plans", tags=["plan"], route_class=Route)
Reader = Annotated[Actor, Depends(require("student:read"))]
Writer = Annotated[Actor, Depends(require("plan:write"))]
OfProgram = Annotated[Program | None, Query(description="Only IFSPs, or only IEPs.")]
Other = Annotated[UUID | None, Query(description="The earlier version; the one it was made of.")]
READ = problems(*kind.READ_PROBLEMS)


@router.get("", responses=problems(*case.OPEN_PROBLEMS, CursorInvalid))
async def list_plans(
    student_id: UUID, actor: Reader, db: Db, paging: ById, program: OfProgram = None
) -> Page[PlanRow]:
    """Every version of the student's plans, newest first."""
    rows = await reading.list_of(db, actor, student_id, program, paging.limit, paging.after)
    return paging.page(rows, shown.row)


@router.post("", status_code=201, responses=problems(*draft.CREATE_PROBLEMS))
async def create_plan(
    student_id: UUID, body: PlanCreate, actor: Writer, db: Once, response: Response
) -> PlanRead:
    """Open a first plan as a draft."""
    row = await draft.create(db, actor, student_id, body)
    response.headers["Location"] = f"/v1/students/{student_id}/plans/{row.id}"
    return PlanRead.model_validate(row)


@router.get("/{plan_id}", responses=READ)
async def get_plan(
    student_id: UUID, plan_id: UUID, actor: Reader, db: Db, response: Response
) -> PlanRead:
    """One version, whole."""
    row = await reading.read(db, actor, student_id, plan_id)
    response.headers["ETag"] = etag(row.version)
    return PlanRead.model_validate(row)


@router.patch("/{plan_id}", responses=problems(*draft.UPDATE_PROBLEMS))
async def update_plan(
    student_id: UUID,
    plan_id: UUID,
    body: PlanUpdate,
    actor: Writer,
    db: Db,
    if_match: IfMatch,
    response: Response,
) -> PlanRead:
    """Write a version that is not yet presented to the parent."""
    row = await draft.change(db, actor, student_id, plan_id, body, if_match)
    response.headers["ETag"] = etag(row.version)
    return PlanRead.model_validate(row)


@router.post("/{plan_id}/versions", status_code=201, responses=problems(*draft.VERSION_PROBLEMS))
async def begin_plan_version(
    student_id: UUID,
    plan_id: UUID,
    body: VersionCreate,
    actor: Writer,
    db: Once,
    response: Response,
) -> PlanRead:
    """Amend, review or renew the plan in force: the next version starts as a copy of it."""
    row = await draft.begin_version(db, actor, student_id, plan_id, body)
    response.headers["Location"] = f"/v1/students/{student_id}/plans/{row.id}"
    return PlanRead.model_validate(row)


@router.get("/{plan_id}/completeness", responses=READ)
async def get_plan_completeness(
    student_id: UUID, plan_id: UUID, actor: Reader, db: Db
) -> CompletenessRead:
    """What the law asks of the plan, element by element, and what is missing where."""
    return shown.completeness(await reading.missing(db, actor, student_id, plan_id))


@router.get("/{plan_id}/comparison", responses=problems(*reading.COMPARE_PROBLEMS))
async def compare_plan(
    student_id: UUID, plan_id: UUID, actor: Reader, db: Db, with_id: Other = None
) -> ComparisonRead:
    """What this version changes, field by field."""
    return shown.comparison(*await reading.compare(db, actor, student_id, plan_id, with_id))


@router.get("/{plan_id}/text", responses=problems(*reading.TEXT_PROBLEMS))
async def get_plan_text(student_id: UUID, plan_id: UUID, actor: Reader, db: Db) -> PlanText:
    """The exact text that signatures stand under."""
    return shown.text(await reading.text(db, actor, student_id, plan_id))


@router.get("/{plan_id}/meetings", responses=problems(*kind.READ_PROBLEMS, CursorInvalid))
async def list_plan_meetings(
    student_id: UUID, plan_id: UUID, actor: Reader, db: Db, paging: PortionById
) -> Bounded[MeetingRead]:
    """Meetings and reviews of this version, with every date they were moved from."""
    rows = await reading.meetings(db, actor, student_id, plan_id, paging.limit, paging.after)
    return paging.portion(rows, MeetingRead)


@router.get("/{plan_id}/decisions", responses=problems(*kind.READ_PROBLEMS, CursorInvalid))
async def list_plan_decisions(
    student_id: UUID, plan_id: UUID, actor: Reader, db: Db, paging: PortionById
) -> Bounded[DecisionRead]:
    """What each parent decided on each service."""
    rows = await reading.decisions(db, actor, student_id, plan_id, paging.limit, paging.after)
    return paging.portion(rows, DecisionRead)


@router.get("/{plan_id}/signatures", responses=problems(*kind.READ_PROBLEMS, CursorInvalid))
async def list_plan_signatures(
    student_id: UUID, plan_id: UUID, actor: Reader, db: Db, paging: PortionById
) -> Bounded[SignatureRead]:
    """Who signed which text, in which capacity, and how."""
    rows = await reading.signatures(db, actor, student_id, plan_id, paging.limit, paging.after)
    return paging.portion(rows, SignatureRead)


@router.get("/{plan_id}/actions", responses=READ)
async def list_plan_actions(
    student_id: UUID, plan_id: UUID, actor: Reader, db: Db
) -> Bounded[ActionRead]:
    """What may be done with this version now, and for the rest why not."""
    return ActionRead.each(await step.actions(db, actor, student_id, plan_id))


@router.post("/{plan_id}/steps", responses=problems(*step.TAKE_PROBLEMS))
async def take_plan_step(
    student_id: UUID,
    plan_id: UUID,
    body: PlanStep,
    actor: Reader,
    db: Once,
    if_match: IfMatch,
    response: Response,
) -> PlanRead:
    """Meet, present, decide, sign, review, end: each act with the evidence it needs."""
    row = await step.take(db, actor, student_id, plan_id, body, if_match)
    response.headers["ETag"] = etag(row.version)
    return PlanRead.model_validate(row)


@router.get("/{plan_id}/history", responses=problems(*kind.READ_PROBLEMS, CursorInvalid))
async def list_plan_history(
    student_id: UUID, plan_id: UUID, actor: Reader, db: Db, paging: ById
) -> Page[ChangeRead]:
    """Every change and step of this version."""
    rows = await reading.history(db, actor, student_id, plan_id, paging.limit, paging.after)
    return paging.page(rows, ChangeRead)
