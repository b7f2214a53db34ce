"""What people are to do: made by them, by a follow-up, or from a duty, which closes it by being met."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from app import audit, clock, outbox
from app.auth import PROGRAM_WIDE, Actor
from app.errors import Problem
from app.models.deadline import Deadline
from app.models.history import RecordChange
from app.models.schemas.task import (
    FinishTask,
    ReassignTask,
    SnoozeTask,
    TaskCreate,
    TaskFilter,
    TaskRead,
    TaskStep,
    TaskUpdate,
)
from app.models.task import Task
from app.models.words.task import TaskSource
from app.services import case, program, record, rulebook
from app.services.duty import NOT_YET_DONE
from app.services.duty_task import TASK, TaskNotFound, close
from app.services.lateness import DeadlineNotFound
from app.services.queries import deadline as deadlines
from app.services.queries import organisation as people
from app.services.queries import record as records
from app.services.queries import student as students
from app.services.queries import task as queries
from app.services.workflow import STEP_PROBLEMS, Action, Machine, Step, states


class CannotTakeTask(Problem):
    status, code, title = 409, "cannot-take-task", "This person cannot be given the task"
    detail = "Choose an active member of the staff; for a student's task one who may see the file."


class DutyHasTask(Problem):
    status, code, title = 409, "duty-has-task", "An unfinished task stands for this duty already"


class DutyOver(Problem):
    status, code, title = 409, "duty-over", "This duty is not open"
    detail = "A task is made of a duty that is still owed."


class RestTooLong(Problem):
    status, code, title = 409, "rest-too-long", "A task does not rest until this day"
    detail = "Choose a day after today and no later than the legal date."


class TaskOver(Problem):
    status, code, title = 409, "task-over", "A task that is done or dismissed is not changed"
    detail = "Reopen it first, with the reason."


@dataclass(frozen=True, slots=True)
class TaskFacts:
    """Whether it stands for a duty that is still owed."""

    is_owed: bool


def _duty_is_over(facts: TaskFacts) -> str | None:
    if facts.is_owed:
        return "The duty is still open: record the event that meets it, or dismiss the task."
    return None


NOT_OVER = states(*queries.NOT_OVER)
WRITE = "task:write"
MACHINE: Machine[TaskFacts] = Machine.of(
    Step("snooze", "Let it rest until a day", states("open"), "snoozed", WRITE),
    Step("wake", "Take it up again", states("snoozed"), "open", WRITE),
    Step("finish", "Call it done", NOT_OVER, "done", WRITE, (_duty_is_over,)),
    Step("dismiss", "Dismiss it with the reason", NOT_OVER, "dismissed", WRITE, is_reasoned=True),
    Step("reassign", "Give it to somebody else", NOT_OVER, "open", WRITE),
    Step("reopen", "Open it again", states("done", "dismissed"), "open", WRITE, is_reasoned=True),
)
READ_PROBLEMS = (TaskNotFound, *case.OPEN_PROBLEMS)
CREATE_PROBLEMS = (*case.OPEN_PROBLEMS, DeadlineNotFound, CannotTakeTask, DutyHasTask, DutyOver)
CHANGE_PROBLEMS = (*READ_PROBLEMS, TaskOver)
MOVE_PROBLEMS = (*READ_PROBLEMS, *STEP_PROBLEMS, CannotTakeTask, RestTooLong, DutyHasTask)
Shown = dict[str, Any]
"""What TaskRead shows."""


def shown(actor: Actor, row: Task) -> Shown:
    """A task as it stands today."""
    fields = {name: getattr(row, name) for name in TaskRead.model_fields if name != "is_overdue"}
    is_overdue = row.state in queries.NOT_OVER and row.due_on < actor.today()
    return {**fields, "is_overdue": is_overdue}


async def list_of(
    db: AsyncSession, actor: Actor, asked: TaskFilter, limit: int, after: tuple[Any, ...] | None
) -> list[Shown]:
    """By due day; one more than `limit` when there is more."""
    rows = await queries.page(db, actor, db.info["principal_id"], asked, limit, after)
    of = sorted({row.student_id for row in rows[:limit] if row.student_id is not None})
    audit.record(db, actor, "list", "tasks", student_ids=of or None)
    return [shown(actor, row) for row in rows]


async def read(db: AsyncSession, actor: Actor, task_id: UUID) -> Shown:
    """Raises: READ_PROBLEMS."""
    return shown(actor, await _read(db, actor, task_id))


async def _read(db: AsyncSession, actor: Actor, task_id: UUID) -> Task:
    """One's own is read also where the child is another's, as it is listed. Raises: READ_PROBLEMS."""
    try:
        return await record.read(db, actor, TASK, task_id)
    except case.NotOnCaseload:
        row = await _own(db, actor, task_id)
    audit.record(db, actor, "read", TASK.name, student_id=row.student_id, record_id=str(row.id))
    return row


async def _open(db: AsyncSession, actor: Actor, task_id: UUID, if_match: str) -> Task:
    """Raises: READ_PROBLEMS, VersionStale."""
    try:
        return await record.open_for_change(db, actor, TASK, task_id, if_match)
    except case.NotOnCaseload:
        of = (await _own(db, actor, task_id)).student_id
    assert of is not None  # noqa: S101 - what is of no child is on nobody's caseload
    return await record.lock(db, actor, TASK, task_id, of, if_match)


async def _own(db: AsyncSession, actor: Actor, task_id: UUID) -> Task:
    """A task that the caller was given. Raises: NotOnCaseload."""
    row = await records.one(db, actor, Task, task_id)
    if row is None or row.assignee_id != db.info["principal_id"]:
        raise case.NotOnCaseload
    return row


async def create(db: AsyncSession, actor: Actor, body: TaskCreate) -> Shown:
    """Raises: CREATE_PROBLEMS."""
    if body.student_id is not None:
        await case.lock_file(db, actor, body.student_id)
    assignee_id = body.assignee_id or db.info["principal_id"]
    await require_assignee(db, actor, assignee_id, body.student_id)
    row = Task(
        tenant_id=actor.tenant_id, student_id=body.student_id, note=body.note, assignee_id=assignee_id,
        title=body.title or "", due_on=body.due_on or actor.today(),
    )  # fmt: skip
    if body.student_id is not None and body.deadline_id is not None:
        await _stand_for(db, actor, row, body, await _duty(db, actor, body))
    return shown(actor, put(db, actor, row))


async def _duty(db: AsyncSession, actor: Actor, body: TaskCreate) -> Deadline:
    """Raises: DeadlineNotFound, DutyOver, DutyHasTask."""
    assert body.student_id is not None and body.deadline_id is not None  # noqa: S101, PT018 - asked before
    duty = await deadlines.one(db, actor, body.student_id, body.deadline_id)
    if duty is None:
        raise DeadlineNotFound
    if duty.status not in NOT_YET_DONE:
        raise DutyOver
    await _require_no_other(db, actor, body.student_id, duty.rule_id, duty.occurrence)
    return duty


async def _require_no_other(
    db: AsyncSession, actor: Actor, student_id: UUID, rule_id: str, occurrence: str
) -> None:
    held = await queries.of_duties(db, actor, student_id, [rule_id])
    if any(t.occurrence == occurrence for t in held):
        raise DutyHasTask


async def _stand_for(
    db: AsyncSession, actor: Actor, row: Task, body: TaskCreate, duty: Deadline
) -> None:
    titles = {rule.id: rule.title for rule in rulebook.load().all_rules()}
    row.source, row.source_id = TaskSource.DUTY.value, duty.id
    row.rule_id, row.occurrence, row.legal_on = duty.rule_id, duty.occurrence, duty.due_on
    row.title = body.title or titles.get(duty.rule_id, duty.rule_id)[:200]
    row.due_on = body.due_on or duty.due_on or actor.today()
    row.escalate_on = await program.escalates_on(db, actor, duty.due_on)


async def follow_up(
    db: AsyncSession,
    actor: Actor,
    source: TaskSource,
    source_id: UUID,
    title: str,
    due_on: date,
    *,
    student_id: UUID | None = None,
    assignee_id: UUID | None = None,
) -> Task:
    """A task that another record asks for: the caller's, unless somebody is named."""
    return put(
        db,
        actor,
        Task(
            tenant_id=actor.tenant_id, student_id=student_id, source=source.value, source_id=source_id,
            title=title, due_on=due_on, assignee_id=assignee_id or db.info["principal_id"],
        ),
    )  # fmt: skip


async def close_follow_ups(db: AsyncSession, actor: Actor, source_id: UUID, outcome: str) -> None:
    """The record that asked for them is settled."""
    for row in await queries.of_source(db, actor, source_id):
        close(db, actor, row, outcome)


def put(db: AsyncSession, actor: Actor, row: Task) -> Task:
    """A new task, of which its person is told."""
    record.add(db, actor, TASK, row)
    _tell(db, actor, "task.assigned", row)
    return row


def _tell(db: AsyncSession, actor: Actor, topic: str, row: Task) -> None:
    outbox.tell(
        db, actor, topic, task_id=row.id, student_id=row.student_id, principal_id=row.assignee_id,
        due_on=row.due_on, legal_on=row.legal_on,
    )  # fmt: skip


async def require_assignee(
    db: AsyncSession, actor: Actor, principal_id: UUID, student_id: UUID | None
) -> None:
    """Somebody active who may see the student's file. Raises: CannotTakeTask."""
    person = await people.principal(db, actor, principal_id)
    if person is None or person.kind != "person" or not person.is_active:
        raise CannotTakeTask
    if student_id is None or not PROGRAM_WIDE.isdisjoint(person.roles):
        return
    team = await students.live_assignments(db, actor, student_id)
    if all(a.principal_id != principal_id for a in team):
        raise CannotTakeTask


async def change(
    db: AsyncSession, actor: Actor, task_id: UUID, body: TaskUpdate, if_match: str
) -> Shown:
    """Apply a merge patch. Raises: CHANGE_PROBLEMS, VersionStale."""
    row = await _open(db, actor, task_id, if_match)
    if row.state not in queries.NOT_OVER:
        raise TaskOver
    record.change(db, actor, TASK, row, body.model_dump(exclude_unset=True))
    return shown(actor, row)


async def actions(db: AsyncSession, actor: Actor, task_id: UUID) -> list[Action]:
    """Raises: READ_PROBLEMS."""
    row = await _read(db, actor, task_id)
    return MACHINE.actions(actor, row.state, await _facts(db, actor, row))


async def move(
    db: AsyncSession, actor: Actor, task_id: UUID, body: TaskStep, if_match: str
) -> Shown:
    """Raises: MOVE_PROBLEMS, Forbidden, VersionStale."""
    row = await _open(db, actor, task_id, if_match)
    facts = await _facts(db, actor, row)
    step = MACHINE.require(actor, row.state, body.act, facts, body.reason_code)
    record.move(
        db, actor, TASK, row, step, reason_code=body.reason_code, comment=body.comment,
        changes=await _changes(db, actor, row, body),
    )  # fmt: skip
    if isinstance(body, ReassignTask):
        _tell(db, actor, "task.assigned", row)
    return shown(actor, row)


async def _facts(db: AsyncSession, actor: Actor, row: Task) -> TaskFacts:
    if row.rule_id is None or row.student_id is None:
        return TaskFacts(is_owed=False)
    duty = await deadlines.by_key(db, actor, row.student_id, (row.rule_id, row.occurrence))
    return TaskFacts(is_owed=duty is not None and duty.status in NOT_YET_DONE)


async def _changes(db: AsyncSession, actor: Actor, row: Task, body: TaskStep) -> dict[str, Any]:
    """What a step sets beside the state. Raises: RestTooLong, CannotTakeTask, DutyHasTask."""
    match body:
        case SnoozeTask():
            if body.until <= actor.today() or (row.legal_on and body.until > row.legal_on):
                raise RestTooLong
            return {"snoozed_until": body.until}
        case ReassignTask():
            await require_assignee(db, actor, body.assignee_id, row.student_id)
            return {"assignee_id": body.assignee_id, "snoozed_until": None}
        case FinishTask():
            return {"outcome": body.outcome, "snoozed_until": None}
        case _:
            if body.act == "reopen" and row.rule_id is not None and row.student_id is not None:
                await _require_no_other(db, actor, row.student_id, row.rule_id, row.occurrence)
            return {"snoozed_until": None}


async def history(
    db: AsyncSession, actor: Actor, task_id: UUID, limit: int, after: tuple[Any, ...] | None
) -> list[RecordChange]:
    """Raises: READ_PROBLEMS."""
    await _read(db, actor, task_id)
    return await records.history(db, actor, TASK.name, task_id, limit, after)


async def escalate(db: AsyncSession, actor: Actor, rows: Sequence[Task]) -> None:
    """Tell the supervisor that the legal date is near and the task still open."""
    for row in rows:
        record.change(db, actor, TASK, row, {"escalated_at": clock.now()}, act="escalated")
        _tell(db, actor, "task.escalated", row)
