"""No duty comes due unseen: on the day on which its task would be told upwards, one is made where there is none."""

from datetime import date, timedelta
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from app.auth import Actor
from app.models.deadline import Deadline
from app.models.task import Task
from app.models.words.task import TaskSource
from app.services import program, rulebook, task
from app.services.queries import case as cases
from app.services.queries import task as queries

OWN = frozenset({"agency", "eis", "la", "rc", "sc"})
"""Who of the rulebook's actors is the program itself; the others' duties are theirs to do."""


async def make_tasks(db: AsyncSession, actor: Actor, limit: int) -> int:
    """For the children's coordinators; returns how many duties it looked at."""
    until = actor.today() + timedelta(days=await program.escalation_days(db, actor))
    found = await queries.duties_without(db, actor, OWN, until, limit)
    titles = {rule.id: rule.title for rule in rulebook.load().all_rules()} if found else {}
    for duty, coordinator_id in found:
        await cases.student(db, actor, duty.student_id, lock=True)
        held = await queries.of_duties(db, actor, duty.student_id, [duty.rule_id])
        if all(t.occurrence != duty.occurrence for t in held):
            title = titles.get(duty.rule_id, duty.rule_id)[:200]
            task.put(db, actor, _task(actor, duty, coordinator_id, title))
    return len(found)


def _task(actor: Actor, duty: Deadline, coordinator_id: UUID, title: str) -> Task:
    assert duty.due_on is not None  # noqa: S101 - asked for
    return Task(
        tenant_id=actor.tenant_id, student_id=duty.student_id, source=TaskSource.DUTY.value, source_id=duty.id,
        rule_id=duty.rule_id, occurrence=duty.occurrence, title=title, assignee_id=coordinator_id,
        due_on=duty.due_on, legal_on=duty.due_on, escalate_on=halfway(actor.today(), duty.due_on),
    )  # fmt: skip


def halfway(today: date, legal_on: date) -> date:
    """The coordinator has the first half of the days that are left; the supervisor is told before the last."""
    return today + (legal_on - today) // 2
