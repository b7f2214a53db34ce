"""Notifying districts by itself: on the due date less the lead that the program sets, each child in its own transaction."""

from collections.abc import AsyncIterator
from dataclasses import dataclass, replace
from datetime import timedelta
from uuid import UUID

import structlog
from sqlalchemy.ext.asyncio import AsyncSession

from app.auth import Actor
from app.db import Database
from app.errors import NotFound, Problem
from app.http import require_version
from app.models.schemas.transition import LeaNotificationCreate, TransitionSettingUpdate
from app.models.transition import TransitionSetting
from app.services import case, record, rulebook
from app.services.organisation import DistrictUnknown, require_district
from app.services.queries import transition as queries
from app.services.recomputation import Open, acting_for, programs
from app.services.transition.hand_over import (
    LEA_TOLD,
    SEA_TOLD,
    notify,
    require_may_be_told,
    tell_state,
    told_already,
)

SET_PROBLEMS = (DistrictUnknown,)


class SettingNotFound(NotFound):
    code, title = "transition-setting-not-found", "The program has set nothing yet"


SETTING = record.Kind("transition-setting", TransitionSetting, SettingNotFound)
log = structlog.get_logger("earlybridge.transition")


@dataclass(frozen=True, slots=True)
class Noticed:
    """One child's turn. `problem` is the code of what kept the notice back; None: it was sent."""

    student_id: UUID
    problem: str | None


async def setting(db: AsyncSession, actor: Actor) -> TransitionSetting:
    """As the program set it; nobody is notified by itself until it did."""
    return await queries.setting(db, actor) or TransitionSetting(
        tenant_id=actor.tenant_id, version=1
    )


async def set_lead(
    db: AsyncSession, actor: Actor, body: TransitionSettingUpdate, if_match: str
) -> TransitionSetting:
    """Raises: DistrictUnknown, VersionStale."""
    held = await queries.setting(db, actor, lock=True)
    require_version(held.version if held else 1, if_match)
    if body.state_agency_id is not None:
        await require_district(db, actor, body.state_agency_id)
    changes = body.model_dump(exclude_unset=True)
    if held is None:
        held = record.add(
            db, actor, SETTING, TransitionSetting(tenant_id=actor.tenant_id, version=1)
        )
        await db.flush()  # the change below is its second version
    record.change(db, actor, SETTING, held, changes)
    return held


async def notify_due(database: Database) -> AsyncIterator[Noticed]:
    """Notify of every child whose turn has come, in every program that wants it. Safe to run twice, and beside others."""
    for program in await programs(database):
        async for noticed in notify_due_in(database, program):
            yield noticed


async def notify_due_in(database: Database, program: Actor) -> AsyncIterator[Noticed]:
    """Notify of every child of one program whose turn has come, if it wants that."""
    actor = replace(program, roles=("administrator",))  # its work is not narrowed by a caseload
    begin = acting_for(database, actor)
    async with begin() as db:
        held = await queries.setting(db, actor)
        if held is None or held.notify_lead_days is None:
            return
        until = actor.today() + timedelta(days=held.notify_lead_days)
        due = await queries.due_for_notice(db, actor, until, told_by_rule())
    for student_id in dict.fromkeys(due):
        if (noticed := await _notify(begin, actor, student_id)) is not None:
            yield noticed


def told_by_rule() -> list[str]:
    """Every rule of the book that telling the district meets: a State may have one of its own."""
    return sorted({r.id for r in rulebook.load().all_rules() if LEA_TOLD in r.satisfied_by})


async def _notify(begin: Open, actor: Actor, student_id: UUID) -> Noticed | None:
    """None when both who must be told know already, or the State agency is told in another way."""
    try:
        async with begin() as db:
            db.info["principal_id"] = None
            student = await case.lock_file(db, actor, student_id)
            told = await told_already(db, actor, student)
            if LEA_TOLD not in told:
                await notify(db, actor, student_id, LeaNotificationCreate())
            elif SEA_TOLD not in told and (await setting(db, actor)).state_agency_id is not None:
                await require_may_be_told(db, actor, student)
                await tell_state(db, actor, student)
            else:
                return None
    except Problem as exc:
        log.warning("district not notified", student_id=str(student_id), problem=exc.code)
        return Noticed(student_id, exc.code)
    return Noticed(student_id, None)
