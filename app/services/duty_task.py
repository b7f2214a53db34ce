"""Tasks go with the duties they stand for: closed when the duty is over, dated anew when its date moves."""

from collections.abc import Collection, Mapping
from datetime import date
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from app.auth import Actor
from app.errors import NotFound
from app.models.task import Task
from app.models.words.task import TaskState
from app.services import program, record
from app.services.queries import task as queries

Key = tuple[str, str]
"""Rule and occurrence."""


class TaskNotFound(NotFound):
    code, title = "task-not-found", "There is no such task"


TASK = record.Kind("task", Task, TaskNotFound)


async def students_with(
    db: AsyncSession, actor: Actor, students: Collection[UUID], rules: Collection[str]
) -> list[UUID]:
    """Those of the students with tasks that may stand for a duty of these rules."""
    return sorted(await queries.students_with_duties(db, actor, students, rules))


async def follow(
    db: AsyncSession,
    actor: Actor,
    student_id: UUID,
    over: Collection[Key],
    dated: Mapping[Key, date | None],
) -> None:
    """`over`: duties that are met or owed no more; `dated`: those still owed, by a new date."""
    rules = {rule_id for rule_id, _ in (*over, *dated)}
    if not rules:
        return
    for row in await queries.of_duties(db, actor, student_id, rules):
        key = (row.rule_id or "", row.occurrence)
        if key in over:
            close(db, actor, row, "The duty is over.")
        elif key in dated:
            await _date(db, actor, row, dated[key])


def close(db: AsyncSession, actor: Actor, row: Task, outcome: str) -> None:
    """A task that is met by what happened elsewhere."""
    changes = {"state": TaskState.DONE.value, "outcome": outcome, "snoozed_until": None}
    record.change(db, actor, TASK, row, changes, act="closed")


async def _date(db: AsyncSession, actor: Actor, row: Task, legal_on: date | None) -> None:
    """A day that somebody chose for the task stays, unless the law now asks for an earlier one."""
    is_own = row.due_on != row.legal_on
    due_on = row.due_on
    if legal_on is not None and (not is_own or due_on > legal_on):
        due_on = legal_on
    changes = {
        "legal_on": legal_on,
        "due_on": due_on,
        "escalate_on": await program.escalates_on(db, actor, legal_on),
        "escalated_at": None,
    }
    record.change(db, actor, TASK, row, changes, act="dated")
