"""Tasks, and what the program has settled for itself."""

from collections.abc import Collection
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import ARRAY, ColumnElement, Uuid, and_, any_, exists, literal, or_, select, true
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from app.auth import Actor
from app.models.deadline import Deadline
from app.models.fields import new_id
from app.models.organisation import Principal
from app.models.schemas.task import TaskFilter
from app.models.student import Assignment
from app.models.task import ProgramSetting, Task
from app.models.words.task import TaskState
from app.services.queries import record

OPEN, SNOOZED = TaskState.OPEN.value, TaskState.SNOOZED.value
NOT_OVER = (OPEN, SNOOZED)


async def page(
    db: AsyncSession,
    actor: Actor,
    me: UUID,
    asked: TaskFilter,
    limit: int,
    after: tuple[Any, ...] | None,
) -> list[Task]:
    """By due day; one more than `limit` when there is more."""
    query = select(Task).where(
        col(Task.tenant_id) == actor.tenant_id, _seen(actor, me), *_asked(actor, me, asked)
    )
    return await record.page(db, query, (col(Task.due_on), col(Task.id)), limit, after)


def _seen(actor: Actor, me: UUID) -> ColumnElement[bool]:
    """One's own, and those of one's caseload."""
    if actor.sees_program:
        return true()
    return or_(col(Task.assignee_id) == me, record.on_caseload(actor, me, Task.student_id))


def _asked(actor: Actor, me: UUID, asked: TaskFilter) -> list[ColumnElement[bool]]:
    assignee = me if asked.is_mine else asked.assignee_id
    narrowed: list[ColumnElement[bool]] = []
    if assignee is not None:
        narrowed.append(col(Task.assignee_id) == assignee)
    if asked.student_id is not None:
        narrowed.append(record.of_child(Task.student_id, asked.student_id))
    if asked.state is not None:
        narrowed.append(col(Task.state) == asked.state.value)
    if asked.is_waiting:
        narrowed.append(waits(actor.today()))
    if asked.is_escalated:
        narrowed += [col(Task.escalated_at).is_not(None), col(Task.state).in_(NOT_OVER)]
    if asked.due_until is not None:
        narrowed.append(col(Task.due_on) <= asked.due_until)
    return narrowed


def waits(today: date) -> ColumnElement[bool]:
    """Open, or rested until a day that has come."""
    return or_(
        col(Task.state) == OPEN,
        and_(col(Task.state) == SNOOZED, col(Task.snoozed_until) <= today),
    )


async def students_with_duties(
    db: AsyncSession, actor: Actor, student_ids: Collection[UUID], rule_ids: Collection[str]
) -> set[UUID]:
    """Those of these students who have unfinished tasks that stand for duties of these rules."""
    query = select(col(Task.student_id)).where(
        col(Task.tenant_id) == actor.tenant_id,
        col(Task.student_id) == any_(literal(list(student_ids), ARRAY(Uuid))),
        col(Task.rule_id).in_(rule_ids),
        col(Task.state).in_(NOT_OVER),
    )
    return {id_ for id_ in await db.scalars(query) if id_ is not None}


async def of_duties(
    db: AsyncSession, actor: Actor, student_id: UUID, rule_ids: Collection[str]
) -> list[Task]:
    """Unfinished tasks that stand for duties of these rules, locked."""
    query = (
        select(Task)
        .where(
            col(Task.tenant_id) == actor.tenant_id,
            col(Task.student_id) == student_id,
            col(Task.rule_id).in_(rule_ids),
            col(Task.state).in_(NOT_OVER),
        )
        .order_by(col(Task.id))
        .with_for_update()
    )
    return list(await db.scalars(query))


async def duties_without(
    db: AsyncSession, actor: Actor, owed_by: Collection[str], until: date, limit: int
) -> list[tuple[Deadline, UUID]]:
    """Open duties due from today to `until`, both inside, each with the child's coordinator.

    Without those for which a task stands, or was dismissed with its reason.
    """
    stands = exists().where(
        col(Task.tenant_id) == actor.tenant_id,
        col(Task.student_id) == col(Deadline.student_id),
        col(Task.rule_id) == col(Deadline.rule_id),
        col(Task.occurrence) == col(Deadline.occurrence),
        col(Task.state) != TaskState.DONE.value,
    )
    query = (
        select(Deadline, col(Assignment.principal_id))
        .join(
            Assignment,
            (col(Assignment.tenant_id) == col(Deadline.tenant_id))
            & (col(Assignment.student_id) == col(Deadline.student_id))
            & (col(Assignment.role) == "coordinator")
            & col(Assignment.to_on).is_(None),
        )
        .join(
            Principal,
            (col(Principal.tenant_id) == col(Assignment.tenant_id))
            & (col(Principal.id) == col(Assignment.principal_id))
            & col(Principal.is_active),
        )
        .where(
            col(Deadline.tenant_id) == actor.tenant_id,
            col(Deadline.status) == "open",
            col(Deadline.due_on).between(actor.today(), until),
            col(Deadline.actor).in_(owed_by),
            ~stands,
        )
        .order_by(col(Deadline.student_id), col(Deadline.id))
        .limit(limit)
    )
    return [(duty, coordinator_id) for duty, coordinator_id in await db.execute(query)]


async def of_source(db: AsyncSession, actor: Actor, source_id: UUID) -> list[Task]:
    """Unfinished tasks that follow up one record, locked."""
    query = (
        select(Task)
        .where(
            col(Task.tenant_id) == actor.tenant_id,
            col(Task.source_id) == source_id,
            col(Task.state).in_(NOT_OVER),
        )
        .order_by(col(Task.id))
        .with_for_update()
    )
    return list(await db.scalars(query))


async def to_escalate(db: AsyncSession, actor: Actor, limit: int) -> list[Task]:
    """Unfinished tasks whose day of escalation has come and that nobody was told of; those in hand left out."""
    query = (
        select(Task)
        .where(
            col(Task.tenant_id) == actor.tenant_id,
            col(Task.escalate_on) <= actor.today(),
            col(Task.escalated_at).is_(None),
            col(Task.state).in_(NOT_OVER),
        )
        .order_by(col(Task.escalate_on), col(Task.id))
        .limit(limit)
        .with_for_update(skip_locked=True)
    )
    return list(await db.scalars(query))


async def settings(db: AsyncSession, actor: Actor) -> ProgramSetting | None:
    query = select(ProgramSetting).where(col(ProgramSetting.tenant_id) == actor.tenant_id)
    return await db.scalar(query)


async def make_settings(db: AsyncSession, actor: Actor) -> ProgramSetting:
    """The program's row, made when there is none, locked."""
    await db.execute(
        insert(ProgramSetting)
        .values(tenant_id=actor.tenant_id, id=new_id(), settled={})
        .on_conflict_do_nothing()
    )
    query = (
        select(ProgramSetting)
        .where(col(ProgramSetting.tenant_id) == actor.tenant_id)
        .with_for_update()
        .execution_options(populate_existing=True)
    )
    return (await db.scalars(query)).one()
