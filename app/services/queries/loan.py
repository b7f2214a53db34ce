"""The loan closet, its loans, and who holds what was recalled."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any, TypeVar
from uuid import UUID

from sqlalchemy import (
    ColumnElement,
    Select,
    false,
    func,
    literal,
    or_,
    select,
    true,
    union_all,
)
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from app.auth import Actor
from app.models.equipment import EquipmentItem, EquipmentRequest
from app.models.fields import MOST_ON_FILE
from app.models.loan import EquipmentRecall, Loan, LoanItem
from app.models.words.equipment import ENDED
from app.models.words.loan import LoanState, RecallState
from app.services.queries import record
from app.services.queries.record import on_caseload

Thing = TypeVar("Thing", LoanItem, EquipmentItem)
LIVE = [LoanState.RESERVED.value, LoanState.OUT.value]


async def shelf(
    db: AsyncSession,
    actor: Actor,
    filters: Mapping[str, Any],
    limit: int,
    after: tuple[Any, ...] | None,
) -> list[LoanItem]:
    """Items by name; one more than `limit` when there is more."""
    query = select(LoanItem).where(col(LoanItem.tenant_id) == actor.tenant_id)
    for name, value in filters.items():
        query = query.where(getattr(LoanItem, name) == value)
    return await record.page(db, query, (col(LoanItem.name), col(LoanItem.id)), limit, after)


async def live_of(db: AsyncSession, actor: Actor, item_id: UUID) -> list[Loan]:
    """An item's reservations and its running loan, by their days."""
    query = (
        select(Loan)
        .where(
            col(Loan.tenant_id) == actor.tenant_id,
            col(Loan.item_id) == item_id,
            col(Loan.state).in_(LIVE),
        )
        .order_by(col(Loan.from_on), col(Loan.id))
        .limit(MOST_ON_FILE)
    )
    return list(await db.scalars(query))


async def page(
    db: AsyncSession,
    actor: Actor,
    me: UUID,
    filters: Mapping[str, Any],
    limit: int,
    after: tuple[Any, ...] | None,
) -> list[Loan]:
    """Loans by their first day."""
    query = select(Loan).where(
        col(Loan.tenant_id) == actor.tenant_id, on_caseload(actor, me, Loan.student_id)
    )
    for name, value in filters.items():
        column = getattr(Loan, name)
        if name == "student_id":
            query = query.where(await record.of_one_child(db, column, value))
        else:
            query = query.where(column == value)
    return await record.page(db, query, (col(Loan.from_on), col(Loan.id)), limit, after)


async def out_with(db: AsyncSession, actor: Actor, student_id: UUID) -> list[tuple[Loan, LoanItem]]:
    """What a child has of the closet now, the longest first."""
    query = (
        select(Loan, LoanItem)
        .join(
            LoanItem,
            (col(LoanItem.tenant_id) == col(Loan.tenant_id))
            & (col(LoanItem.id) == col(Loan.item_id)),
        )
        .where(
            col(Loan.tenant_id) == actor.tenant_id,
            record.of_child(Loan.student_id, student_id),
            col(Loan.state) == LoanState.OUT.value,
        )
        .order_by(col(Loan.from_on), col(Loan.id))
        .limit(MOST_ON_FILE)
    )
    return [(loan, item) for loan, item in await db.execute(query)]


async def due_page(
    db: AsyncSession, actor: Actor, me: UUID, until: date, limit: int, after: tuple[Any, ...] | None
) -> list[Loan]:
    """Loans that are out and end by a day, the first first: those before today are overdue."""
    query = select(Loan).where(
        col(Loan.tenant_id) == actor.tenant_id,
        on_caseload(actor, me, Loan.student_id),
        col(Loan.state) == LoanState.OUT.value,
        col(Loan.until_on) <= until,
    )
    return await record.page(db, query, (col(Loan.until_on), col(Loan.id)), limit, after)


async def recalls(
    db: AsyncSession, actor: Actor, limit: int, after: tuple[Any, ...] | None
) -> list[EquipmentRecall]:
    """The latest first."""
    query = select(EquipmentRecall).where(col(EquipmentRecall.tenant_id) == actor.tenant_id)
    keys = (col(EquipmentRecall.published_on), col(EquipmentRecall.id))
    return await record.page(db, query, keys, limit, after, newest_first=True)


async def recall_of(
    db: AsyncSession,
    actor: Actor,
    model_key: str,
    serial_key: str | None,
    cleared: Iterable[Mapping[str, str]],
) -> UUID | None:
    """The latest recall that a thing falls under and that was not put right."""
    query = (
        select(col(EquipmentRecall.id))
        .where(
            col(EquipmentRecall.tenant_id) == actor.tenant_id,
            col(EquipmentRecall.model_key) == model_key,
            col(EquipmentRecall.state) == RecallState.PUBLISHED.value,
            or_(
                func.jsonb_array_length(col(EquipmentRecall.serial_numbers)) == 0,
                col(EquipmentRecall.serial_keys).contains([serial_key]),
            ),
            col(EquipmentRecall.id).not_in([UUID(c["recall_id"]) for c in cleared]),
        )
        .order_by(col(EquipmentRecall.published_on).desc(), col(EquipmentRecall.id).desc())
        .limit(1)
    )
    found: UUID | None = await db.scalar(query)
    return found


async def hold_recalls(db: AsyncSession, actor: Actor) -> None:
    """Before a thing is named: none is published or withdrawn until it is on file. Asked for before any row is locked."""
    await db.execute(select(func.pg_advisory_xact_lock_shared(_all_recalls(actor))))


async def lock_recalls(db: AsyncSession, actor: Actor) -> None:
    """Before things are marked or let go: what is being named is on file first. Asked for before any row is locked."""
    await db.execute(select(func.pg_advisory_xact_lock(_all_recalls(actor))))


def _all_recalls(actor: Actor) -> ColumnElement[int]:
    return func.hashtext(f"equipment_recall {actor.tenant_id}")


async def fallen_under(
    db: AsyncSession, actor: Actor, table: type[Thing], recall: EquipmentRecall
) -> list[Thing]:
    """Everything of the model, or of its serial numbers, locked: on the shelf, out, or owned.

    Also what another recall marks: who puts that right at this moment waits, or is waited
    for, so that one of the two sees the other.
    """
    query = (
        select(table)
        .where(
            col(table.tenant_id) == actor.tenant_id,
            col(table.model_key) == recall.model_key,
            _among(table, recall),
        )
        .order_by(col(table.id))
        .with_for_update(key_share=True)
        .execution_options(populate_existing=True)
    )
    return list(await db.scalars(query))


def _among(
    table: type[LoanItem] | type[EquipmentItem], recall: EquipmentRecall
) -> ColumnElement[bool]:
    """By key, as the numbers were typed by different hands."""
    return col(table.serial_key).in_(recall.serial_keys) if recall.serial_numbers else true()


def _open(
    table: type[LoanItem] | type[EquipmentItem], recall: EquipmentRecall
) -> ColumnElement[bool]:
    """It was not put right yet."""
    return ~col(table.cleared_recalls).contains([{"recall_id": str(recall.id)}])


async def holders(
    db: AsyncSession,
    actor: Actor,
    recall: EquipmentRecall,
    limit: int,
    after: tuple[Any, ...] | None,
) -> list[Any]:
    """Who has a recalled thing now, on loan or for good; everybody, whoever's caseload it is.

    Where a recall names serial numbers, one who has the model without a known number may
    have such a thing.
    """
    unnumbered = col(EquipmentItem.serial_key).is_(None) if recall.serial_numbers else false()
    lent: Select[*tuple[Any, ...]] = (
        select(
            col(Loan.id).label("id"), literal("loan").label("held_as"), col(Loan.student_id).label("student_id"),
            col(Loan.request_id).label("request_id"), col(LoanItem.name).label("name"),
            col(LoanItem.serial_number).label("serial_number"), true().label("is_certain"),
        )
        .join(LoanItem, (col(LoanItem.tenant_id) == col(Loan.tenant_id)) & (col(LoanItem.id) == col(Loan.item_id)))
        .where(
            col(LoanItem.tenant_id) == actor.tenant_id, col(LoanItem.model_key) == recall.model_key,
            _among(LoanItem, recall), _open(LoanItem, recall), col(Loan.state) == LoanState.OUT.value,
        )
    )  # fmt: skip
    owned: Select[*tuple[Any, ...]] = (
        select(
            col(EquipmentItem.id), literal("own"), col(EquipmentItem.student_id), col(EquipmentItem.request_id),
            col(EquipmentItem.name), col(EquipmentItem.serial_number), ~unnumbered,
        )
        .join(
            EquipmentRequest,
            (col(EquipmentRequest.tenant_id) == col(EquipmentItem.tenant_id))
            & (col(EquipmentRequest.id) == col(EquipmentItem.request_id)),
        )
        .where(
            col(EquipmentItem.tenant_id) == actor.tenant_id, col(EquipmentItem.model_key) == recall.model_key,
            or_(_among(EquipmentItem, recall), unnumbered), _open(EquipmentItem, recall),
            col(EquipmentItem.owner).is_not(None), col(EquipmentRequest.state).not_in([s.value for s in ENDED]),
        )
    )  # fmt: skip
    both = union_all(lent, owned).subquery()
    query = select(both).order_by(both.c.id).limit(limit + 1)
    if after:
        query = query.where(both.c.id > after[0])
    return list(await db.execute(query))
