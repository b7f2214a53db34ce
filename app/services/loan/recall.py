"""Makers' recalls: every thing of the model is marked, and every holder found; one of the wrong model is taken back whole."""

from typing import Any
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from app import audit, outbox
from app.auth import Actor
from app.models.history import RecordChange
from app.models.loan import EquipmentRecall
from app.models.schemas.loan import RecallCreate, RecallStep, RecallUpdate
from app.models.words.loan import RecallState as S
from app.services import record
from app.services.equipment.item import ITEM, model_key, serial_key
from app.services.equipment.problems import EquipmentDates, EquipmentRecallNotFound
from app.services.loan.item import LOAN_ITEM
from app.services.queries import loan as queries
from app.services.workflow import STEP_PROBLEMS, Action, Machine, Step, states

KEEP = "closet:write"
MACHINE: Machine[None] = Machine.of(
    Step("change", "Say otherwise what is to be done", states(S.PUBLISHED), None, KEEP),
    Step("withdraw", "It should not have been published", states(S.PUBLISHED), S.WITHDRAWN, KEEP, is_reasoned=True),
)  # fmt: skip
CHANGE_PROBLEMS = (EquipmentRecallNotFound, *STEP_PROBLEMS)
RECALL = record.Kind("equipment-recall", EquipmentRecall, EquipmentRecallNotFound)


async def list_of(
    db: AsyncSession, actor: Actor, limit: int, after: tuple[Any, ...] | None
) -> list[EquipmentRecall]:
    """The latest first."""
    return await queries.recalls(db, actor, limit, after)


async def publish(db: AsyncSession, actor: Actor, body: RecallCreate) -> EquipmentRecall:
    """Mark what the maker calls back; it is lent no more. Raises: EquipmentDates."""
    if body.published_on > actor.today():
        raise EquipmentDates("A recall is not dated ahead.")
    await queries.lock_recalls(db, actor)
    key = model_key(body.manufacturer, body.model)
    assert key is not None  # noqa: S101 - both are required
    keys = sorted({k for number in body.serial_numbers if (k := serial_key(number))})
    row = EquipmentRecall(
        tenant_id=actor.tenant_id, model_key=key, serial_keys=keys, **body.model_dump()
    )
    record.add(db, actor, RECALL, row)
    await db.flush()  # the marks point at it
    for kind in (LOAN_ITEM, ITEM):
        await _mark(db, actor, kind, row)
    outbox.tell(db, actor, "equipment.recalled", recall_id=row.id)
    return row


async def _mark(
    db: AsyncSession, actor: Actor, kind: record.Kind[Any], recall: EquipmentRecall
) -> None:
    """What another recall marks keeps that mark until it is put right."""
    for thing in await queries.fallen_under(db, actor, kind.table, recall):
        if thing.recall_id is None:
            record.change(db, actor, kind, thing, {"recall_id": recall.id}, act="recalled")


async def read(db: AsyncSession, actor: Actor, recall_id: UUID) -> EquipmentRecall:
    """Raises: EquipmentRecallNotFound."""
    return await record.read(db, actor, RECALL, recall_id)


async def change(
    db: AsyncSession, actor: Actor, recall_id: UUID, body: RecallUpdate, if_match: str
) -> EquipmentRecall:
    """Apply a merge patch. Raises: CHANGE_PROBLEMS, VersionStale."""
    row = await record.open_for_change(db, actor, RECALL, recall_id, if_match)
    MACHINE.require(actor, row.state, "change", None)
    record.change(db, actor, RECALL, row, body.model_dump(exclude_unset=True))
    return row


async def take(
    db: AsyncSession, actor: Actor, recall_id: UUID, body: RecallStep, if_match: str
) -> EquipmentRecall:
    """Withdraw it, with every mark that it made. Raises: CHANGE_PROBLEMS, Forbidden, VersionStale."""
    await queries.lock_recalls(db, actor)
    row = await record.open_for_change(db, actor, RECALL, recall_id, if_match)
    step = MACHINE.require(actor, row.state, body.act, None, body.reason_code)
    record.move(
        db, actor, RECALL, row, step, reason_code=body.reason_code, comment=body.comment
    )  # fmt: skip
    await db.flush()  # what it marked asks which recall marks it now
    for kind in (LOAN_ITEM, ITEM):
        await _unmark(db, actor, kind, row, body)
    outbox.tell(db, actor, "equipment.recall-withdrawn", recall_id=row.id)
    return row


async def _unmark(
    db: AsyncSession,
    actor: Actor,
    kind: record.Kind[Any],
    recall: EquipmentRecall,
    body: RecallStep,
) -> None:
    """Another recall that a thing falls under marks it on."""
    for thing in await queries.fallen_under(db, actor, kind.table, recall):
        if thing.recall_id != recall.id:
            continue
        after = await queries.recall_of(
            db, actor, recall.model_key, thing.serial_key, thing.cleared_recalls
        )
        record.change(
            db, actor, kind, thing, {"recall_id": after}, act="recall_withdrawn",
            reason_code=body.reason_code, comment=body.comment,
        )  # fmt: skip


async def actions(db: AsyncSession, actor: Actor, recall_id: UUID) -> list[Action]:
    """Raises: EquipmentRecallNotFound."""
    row = await read(db, actor, recall_id)
    return MACHINE.actions(actor, row.state, None)


async def history(
    db: AsyncSession, actor: Actor, recall_id: UUID, limit: int, after: tuple[Any, ...] | None
) -> list[RecordChange]:
    """Raises: EquipmentRecallNotFound."""
    return await record.history(db, actor, RECALL, recall_id, limit, after)


async def holders(
    db: AsyncSession, actor: Actor, recall_id: UUID, limit: int, after: tuple[Any, ...] | None
) -> list[Any]:
    """Everybody who has such a thing now, or may have it; of one that was withdrawn, who is to hear that it was.

    Raises: EquipmentRecallNotFound.
    """
    row = await read(db, actor, recall_id)
    rows = await queries.holders(db, actor, row, limit, after)
    if shown := sorted({row.student_id for row in rows[:limit]}):
        audit.record(db, actor, "list", "recall-holders", student_ids=shown)
    return rows
