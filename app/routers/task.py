"""Tasks: what people are to do, made by hand or from a duty of a file."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Depends, Query, Response

from app.auth import Actor, Db, Once, require
from app.errors import problems
from app.http import IfMatch, Route, etag
from app.models.fields import Bounded, CaseDate
from app.models.schemas.record import ActionRead, ChangeRead
from app.models.schemas.task import TaskCreate, TaskFilter, TaskRead, TaskStep, TaskUpdate
from app.models.words.task import TaskState
from app.pagination import ById, CursorInvalid, Page, Paging, by_day, paged
from app.services import task

router = APIRouter(prefix="/v1/tasks", tags=["task"], route_class=Route)
Reader = Annotated[Actor, Depends(require("task:read"))]
Writer = Annotated[Actor, Depends(require("task:write"))]


@router.get("", responses=problems(CursorInvalid))
async def list_tasks(
    actor: Reader,
    db: Db,
    paging: Annotated[Paging, paged(by_day("due_on"))],
    student_id: Annotated[UUID | None, Query(description="Only of this student.")] = None,
    assignee_id: Annotated[UUID | None, Query(description="Only of this person.")] = None,
    mine: Annotated[bool, Query(description="Only the caller's own.")] = False,
    state: TaskState | None = None,
    waiting: Annotated[
        bool, Query(description="Only open ones, and rested ones whose day has come.")
    ] = False,
    escalated: Annotated[
        bool, Query(description="Only unfinished ones of which the supervisor was told.")
    ] = False,
    due_until: Annotated[CaseDate | None, Query(description="Last due day.")] = None,
) -> Page[TaskRead]:
    """Tasks by due day: the caller's and the caseload's, or the program's for those who see it."""
    asked = TaskFilter(
        student_id=student_id, assignee_id=assignee_id, is_mine=mine, state=state, is_waiting=waiting,
        is_escalated=escalated, due_until=due_until,
    )  # fmt: skip
    rows = await task.list_of(db, actor, asked, paging.limit, paging.after)
    return paging.page(rows, TaskRead)


@router.post("", status_code=201, responses=problems(*task.CREATE_PROBLEMS))
async def create_task(body: TaskCreate, actor: Writer, db: Once, response: Response) -> TaskRead:
    """Make a task, or turn a duty of a file into one that closes when the duty is met."""
    made = await task.create(db, actor, body)
    response.headers["Location"] = f"/v1/tasks/{made['id']}"
    return TaskRead.model_validate(made)


@router.get("/{task_id}", responses=problems(*task.READ_PROBLEMS))
async def get_task(task_id: UUID, actor: Reader, db: Db, response: Response) -> TaskRead:
    """One task as it stands today."""
    found = await task.read(db, actor, task_id)
    response.headers["ETag"] = etag(found["version"])
    return TaskRead.model_validate(found)


@router.patch("/{task_id}", responses=problems(*task.CHANGE_PROBLEMS))
async def update_task(
    task_id: UUID, body: TaskUpdate, actor: Writer, db: Db, if_match: IfMatch, response: Response
) -> TaskRead:
    """Correct an unfinished task, or give it another day."""
    found = await task.change(db, actor, task_id, body, if_match)
    response.headers["ETag"] = etag(found["version"])
    return TaskRead.model_validate(found)


@router.get("/{task_id}/actions", responses=problems(*task.READ_PROBLEMS))
async def list_task_actions(task_id: UUID, actor: Reader, db: Db) -> Bounded[ActionRead]:
    """What may be done with it now, and for the rest why not."""
    return ActionRead.each(await task.actions(db, actor, task_id))


@router.post("/{task_id}/steps", responses=problems(*task.MOVE_PROBLEMS))
async def move_task(
    task_id: UUID, body: TaskStep, actor: Writer, db: Once, if_match: IfMatch, response: Response
) -> TaskRead:
    """Rest, finish, dismiss, hand over or reopen a task."""
    found = await task.move(db, actor, task_id, body, if_match)
    response.headers["ETag"] = etag(found["version"])
    return TaskRead.model_validate(found)


@router.get("/{task_id}/history", responses=problems(*task.READ_PROBLEMS, CursorInvalid))
async def list_task_history(task_id: UUID, actor: Reader, db: Db, paging: ById) -> Page[ChangeRead]:
    """Who made, moved, dated or escalated it."""
    rows = await task.history(db, actor, task_id, paging.limit, paging.after)
    return paging.page(rows, ChangeRead)
