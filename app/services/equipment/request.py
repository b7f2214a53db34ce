"""A request on file: recorded, read, corrected; its stages with their ages; what may be done next."""

from datetime import date, timedelta
from enum import Enum
from typing import Any
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from app import audit, outbox
from app.auth import Actor
from app.models.equipment import EquipmentRequest, EquipmentStage
from app.models.history import RecordChange
from app.models.schemas.equipment import EquipmentRequestCreate, EquipmentRequestUpdate
from app.models.words.equipment import EquipmentState
from app.services import case, record
from app.services.equipment import link, policy
from app.services.equipment.problems import (
    EquipmentDates,
    EquipmentRequestNotFound,
    FunderUnknown,
)
from app.services.queries import equipment as queries
from app.services.queries import record as record_queries

WEEK = timedelta(days=6)
"""From today: seven days, both ends inside."""
REQUEST = record.Kind("equipment-request", EquipmentRequest, EquipmentRequestNotFound)
OPEN_PROBLEMS = (*case.OPEN_PROBLEMS, EquipmentRequestNotFound)
CREATE_PROBLEMS = (*case.OPEN_PROBLEMS, EquipmentDates, FunderUnknown)
UPDATE_PROBLEMS = (*OPEN_PROBLEMS, FunderUnknown)


async def list_for(
    db: AsyncSession,
    actor: Actor,
    filters: dict[str, Any],
    limit: int,
    after: tuple[Any, ...] | None,
) -> list[EquipmentRequest]:
    """Requests of the caller's caseload, or of the program for those who see it, by day of the need."""
    rows = await queries.page(db, actor, db.info["principal_id"], filters, limit, after)
    return _listed(db, actor, rows, limit)


async def waiting_for(
    db: AsyncSession,
    actor: Actor,
    state: EquipmentState,
    limit: int,
    after: tuple[Any, ...] | None,
) -> list[EquipmentRequest]:
    """Requests in one stage, the longest in it first."""
    rows = await queries.waiting_page(db, actor, db.info["principal_id"], state, limit, after)
    return _listed(db, actor, rows, limit)


async def due_for(
    db: AsyncSession, actor: Actor, until: date | None, limit: int, after: tuple[Any, ...] | None
) -> list[EquipmentRequest]:
    """Requests whose next day lies not after `until` (within a week): appeals, deliveries, reviews."""
    last = until or actor.today() + WEEK
    rows = await queries.due_page(db, actor, db.info["principal_id"], last, limit, after)
    return _listed(db, actor, rows, limit)


async def late_for(
    db: AsyncSession, actor: Actor, limit: int, after: tuple[Any, ...] | None
) -> list[EquipmentRequest]:
    """Requests that stand longer in their stage than the program allows."""
    rows = await queries.late_page(db, actor, db.info["principal_id"], limit, after)
    return _listed(db, actor, rows, limit)


def _listed(
    db: AsyncSession, actor: Actor, rows: list[EquipmentRequest], limit: int
) -> list[EquipmentRequest]:
    if shown := sorted({row.student_id for row in rows[:limit]}):
        audit.record(db, actor, "list", "equipment-requests", student_ids=shown)
    return rows


async def record_need(
    db: AsyncSession, actor: Actor, body: EquipmentRequestCreate
) -> EquipmentRequest:
    """Raises: CREATE_PROBLEMS, Unprocessable."""
    student = await case.lock_file(db, actor, body.student_id)
    on = body.identified_on or actor.today()
    if not student.born_on <= on <= actor.today():
        raise EquipmentDates("A need is found between the child's birth and today.")
    said = _said(body.model_dump(exclude={"identified_on"}))
    await _check(db, actor, said)
    row = EquipmentRequest(
        tenant_id=actor.tenant_id, identified_on=on, stage_on=on,
        alert_on=(await policy.of(db, actor)).alert_on(EquipmentState.IDENTIFIED, on), **said,
    )  # fmt: skip
    await link.require(db, actor, row)
    record.add(db, actor, REQUEST, row)
    await db.flush()  # its stage points at it
    db.add(stage(row))
    outbox.tell(db, actor, "equipment.identified", student_id=row.student_id, request_id=row.id)
    return row


def stage(request: EquipmentRequest) -> EquipmentStage:
    """The stage in which a request now stands."""
    return EquipmentStage(
        tenant_id=request.tenant_id, request_id=request.id, student_id=request.student_id, kind=request.kind,
        state=request.state, funder_id=request.funder_id, from_on=request.stage_on,
    )  # fmt: skip


def _said(said: dict[str, Any]) -> dict[str, Any]:
    """As the table holds it: words as text, lists as JSON."""
    return {k: record.plain(v) if isinstance(v, Enum | list) else v for k, v in said.items()}


async def _check(db: AsyncSession, actor: Actor, said: dict[str, Any]) -> None:
    if said.get("coverage"):
        known = {str(f.id) for f in await queries.funders(db, actor, only_active=False)}
        if any(c["funder_id"] not in known for c in said["coverage"]):
            raise FunderUnknown


async def read(db: AsyncSession, actor: Actor, request_id: UUID) -> EquipmentRequest:
    """Raises: OPEN_PROBLEMS."""
    return await record.read(db, actor, REQUEST, request_id)


async def lineage(db: AsyncSession, actor: Actor, row: EquipmentRequest) -> list[UUID]:
    """The request, and those before it whose denied items it carries on."""
    found = [row.id]
    while row.carries_on_id is not None:
        before = await record_queries.one(db, actor, EquipmentRequest, row.carries_on_id)
        assert before is not None  # noqa: S101 - the request points at it
        row = before
        found.append(row.id)
    return found


async def shown(db: AsyncSession, actor: Actor, row: EquipmentRequest) -> dict[str, Any]:
    """A request with what its ids name."""
    own = row.model_dump(
        exclude={"tenant_id", "created_at", "created_by", "updated_at", "updated_by"}
    )
    links = await link.follow(db, actor, row)
    return {**own, "links": links, "carried_on_in": await queries.carried_on_in(db, actor, row.id)}


async def change(
    db: AsyncSession, actor: Actor, request_id: UUID, body: EquipmentRequestUpdate, if_match: str
) -> EquipmentRequest:
    """Apply a merge patch. Raises: UPDATE_PROBLEMS, VersionStale, Unprocessable."""
    row = await record.open_for_change(db, actor, REQUEST, request_id, if_match)
    said = _said(body.model_dump(exclude_unset=True))
    await _check(db, actor, said)
    record.change(db, actor, REQUEST, row, said)
    if said.keys() & link.FIELDS:
        with db.no_autoflush:  # an id that is refused below must not reach a foreign key first
            await link.require(db, actor, row)
    return row


async def history(
    db: AsyncSession, actor: Actor, request_id: UUID, limit: int, after: tuple[Any, ...] | None
) -> list[RecordChange]:
    """Raises: OPEN_PROBLEMS."""
    return await record.history(db, actor, REQUEST, request_id, limit, after)


async def age(db: AsyncSession, actor: Actor, request_id: UUID) -> dict[str, Any]:
    """How long each stage lasted, and the whole. Raises: OPEN_PROBLEMS."""
    row = await read(db, actor, request_id)
    stages = await queries.parts(db, actor, EquipmentStage, request_id)
    allowed = (await policy.of(db, actor)).stage_days
    today = actor.today()
    return {
        "days": ((row.ended_on or today) - row.identified_on).days,
        "stages": [_aged(s, allowed.get(EquipmentState(s.state)), today) for s in stages],
    }


def _aged(one: EquipmentStage, limit_days: int | None, today: date) -> dict[str, Any]:
    days = ((one.to_on or today) - one.from_on).days
    return {
        "state": one.state, "funder_id": one.funder_id, "from_on": one.from_on, "to_on": one.to_on,
        "days": days, "limit_days": limit_days, "is_over": limit_days is not None and days > limit_days,
    }  # fmt: skip
