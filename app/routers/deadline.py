"""Deadlines: a student's with their reasons, and the due list."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Depends, Query, Request, Response

from app import pagination
from app.auth import Actor, Db, Hot, Once, require
from app.errors import problems
from app.http import Route
from app.models.fields import Bounded, CaseDate, Code
from app.models.schemas.deadline import (
    DeadlineChangeRead,
    DueFilter,
    DueRow,
    DueState,
    StudentDeadlines,
)
from app.models.schemas.lateness import (
    Dismissal,
    DutyRead,
    LatenessCause,
    Reinstatement,
    Waiver,
)
from app.models.schemas.record import ActionRead
from app.models.schemas.what_if import WhatIf, WhatIfAnswer
from app.pagination import BY_DAY, ById, Cursor, CursorInvalid, Limit, Page
from app.services import case, deadline, lateness, what_if

router = APIRouter(prefix="/v1", tags=["deadline"], route_class=Route)
Reader = Annotated[Actor, Depends(require("deadline:read"))]
Writer = Annotated[Actor, Depends(require("deadline:write"))]
OF_ONE = "/students/{student_id}/deadlines/{deadline_id}"


@router.get(
    "/deadlines",
    response_model=Page[DueRow],
    responses=problems(CursorInvalid, *deadline.DUE_PROBLEMS),
)
async def list_due(
    request: Request,
    actor: Reader,
    hot: Hot,
    state: Annotated[
        DueState | None,
        Query(
            description="Only these; tolled, dismissed and incomplete ones are listed on request."
        ),
    ] = None,
    due_from: Annotated[CaseDate | None, Query(description="First due day.")] = None,
    due_until: Annotated[
        CaseDate | None,
        Query(description="Last due day; for incomplete ones half a year ahead when absent."),
    ] = None,
    rule_id: Annotated[Code | None, Query(description="Only this rule of the rulebook.")] = None,
    stage: Annotated[Code | None, Query(description="Only this stage of the rulebook.")] = None,
    principal_id: Annotated[
        UUID | None,
        Query(description="Only this person's caseload; for those who see the program."),
    ] = None,
    limit: Limit = 50,
    cursor: Cursor = None,
) -> Response:
    """Open duties by due date: the caller's caseload, or the program's for those who see it."""
    asked = DueFilter(
        state=state, due_from=due_from, due_until=due_until, rule_id=rule_id, stage=stage,
        principal_id=principal_id,
    )  # fmt: skip
    row = await deadline.due_page(
        hot, actor, limit, pagination.after(request, cursor, *BY_DAY), asked
    )
    return pagination.hot_page(request, row)


@router.get("/students/{student_id}/deadlines", responses=problems(*case.OPEN_PROBLEMS))
async def explain_deadlines(
    student_id: UUID,
    actor: Reader,
    db: Db,
    as_of: Annotated[
        CaseDate | None, Query(description="What was owed on this day; today when absent.")
    ] = None,
) -> StudentDeadlines:
    """Each duty of the law with its date, citation and an explanation that can be checked by hand."""
    return StudentDeadlines.model_validate(await deadline.explain(db, actor, student_id, as_of))


@router.post("/students/{student_id}/what-if", responses=problems(*what_if.WHAT_IF_PROBLEMS))
async def ask_what_if(student_id: UUID, body: WhatIf, actor: Reader, db: Db) -> WhatIfAnswer:
    """Which duties extra or changed events would move, add or end. Nothing is stored."""
    return await what_if.ask(db, actor, student_id, body)


@router.get(
    "/students/{student_id}/deadline-history",
    responses=problems(*case.OPEN_PROBLEMS, CursorInvalid),
)
async def list_deadline_changes(
    student_id: UUID, actor: Reader, db: Db, paging: ById
) -> Page[DeadlineChangeRead]:
    """How each deadline came, moved and was met, newest first."""
    rows = await deadline.history(db, actor, student_id, paging.limit, paging.after)
    return paging.page(rows, DeadlineChangeRead)


@router.get(f"{OF_ONE}/actions", responses=problems(*lateness.ACTIONS_PROBLEMS))
async def list_deadline_actions(
    student_id: UUID, deadline_id: UUID, actor: Reader, db: Db
) -> Bounded[ActionRead]:
    """What may be said of a duty now; each act is the last part of its route."""
    return ActionRead.each(await lateness.actions(db, actor, student_id, deadline_id))


@router.post(f"{OF_ONE}/cause", responses=problems(*lateness.CAUSE_PROBLEMS))
async def give_lateness_cause(
    student_id: UUID, deadline_id: UUID, body: LatenessCause, actor: Writer, db: Once
) -> DutyRead:
    """Say why a duty is late, with the evidence; withheld consent needs the attempts to get it."""
    return DutyRead.model_validate(
        await lateness.give_cause(db, actor, student_id, deadline_id, body)
    )


@router.post(f"{OF_ONE}/dismissal", responses=problems(*lateness.DISMISS_PROBLEMS))
async def dismiss_deadline(
    student_id: UUID, deadline_id: UUID, body: Dismissal, actor: Writer, db: Once
) -> DutyRead:
    """Set a duty aside that does not apply to this child; who did and why stays visible."""
    return DutyRead.model_validate(await lateness.dismiss(db, actor, student_id, deadline_id, body))


@router.post(f"{OF_ONE}/waiver", responses=problems(*lateness.WAIVE_PROBLEMS))
async def waive_deadline(
    student_id: UUID, deadline_id: UUID, body: Waiver, actor: Writer, db: Once
) -> DutyRead:
    """Record that the parent and the program agreed in writing to leave a duty out."""
    return DutyRead.model_validate(await lateness.waive(db, actor, student_id, deadline_id, body))


@router.post(f"{OF_ONE}/reinstatement", responses=problems(*lateness.REINSTATE_PROBLEMS))
async def reinstate_deadline(
    student_id: UUID, deadline_id: UUID, body: Reinstatement, actor: Writer, db: Once
) -> DutyRead:
    """Owe a duty again that was dismissed or waived."""
    return DutyRead.model_validate(
        await lateness.reinstate(db, actor, student_id, deadline_id, body)
    )
