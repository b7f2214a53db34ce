"""The closet's things: kept by serial number, cleaned and mended between loans."""

from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncSession

from app.auth import Actor
from app.errors import NotFound, Problem
from app.models.history import RecordChange
from app.models.loan import LoanItem
from app.models.schemas.loan import LoanItemCreate, LoanItemStep, LoanItemUpdate
from app.models.words.loan import LoanItemState as S
from app.models.words.loan import LoanState
from app.services import record
from app.services.equipment.item import model_key, put_right, serial_key
from app.services.equipment.problems import SizeRange
from app.services.queries import loan as queries
from app.services.workflow import STEP_PROBLEMS, Action, Machine, Step, states


class LoanItemNotFound(NotFound):
    code, title = "loan-item-not-found", "There is no such item in the loan closet"


class SerialTaken(Problem):
    status, code, title = 409, "serial-taken", "The closet holds this serial number already"
    detail = (
        "Maker, model and serial number name one thing. Check them, or change the one there is."
    )


LOAN_ITEM = record.Kind("loan-item", LoanItem, LoanItemNotFound)
WRITE_PROBLEMS = (SizeRange, SerialTaken)
UPDATE_PROBLEMS = (LoanItemNotFound, SizeRange)
TAKE_PROBLEMS = (LoanItemNotFound, *STEP_PROBLEMS)
HANDLE, KEEP = "loan:write", "closet:write"


@dataclass(frozen=True, slots=True)
class Shelf:
    is_recalled: bool
    is_promised: bool


def _recalled(shelf: Shelf) -> str | None:
    return None if shelf.is_recalled else "It is not recalled."


def _free(shelf: Shelf) -> str | None:
    return "Loans of it are planned; cancel them first." if shelf.is_promised else None


MACHINE: Machine[Shelf] = Machine.of(
    Step("clean", "Clean it", states(S.RETURNED, S.REPAIR), S.CLEANING, HANDLE),
    Step("shelve", "Put it back on the shelf", states(S.CLEANING), S.AVAILABLE, HANDLE),
    Step("repair", "Send it to repair", states(S.AVAILABLE, S.RETURNED, S.CLEANING), S.REPAIR, HANDLE),
    Step("repaired", "Back from repair", states(S.REPAIR), S.RETURNED, HANDLE),
    Step(
        "retire", "Take it out of the closet", states(S.AVAILABLE, S.RETURNED, S.CLEANING, S.REPAIR), S.RETIRED,
        KEEP, (_free,), is_reasoned=True,
    ),
    Step(
        "clear_recall", "Put right as its maker says", states(S.AVAILABLE, S.RETURNED, S.CLEANING, S.REPAIR), None,
        KEEP, (_recalled,), is_reasoned=True,
    ),
)  # fmt: skip


async def list_for(
    db: AsyncSession,
    actor: Actor,
    filters: dict[str, Any],
    limit: int,
    after: tuple[Any, ...] | None,
) -> list[LoanItem]:
    """The closet by name."""
    return await queries.shelf(db, actor, filters, limit, after)


async def add(db: AsyncSession, actor: Actor, body: LoanItemCreate) -> LoanItem:
    """Raises: WRITE_PROBLEMS."""
    key = model_key(body.manufacturer, body.model)
    assert key is not None  # noqa: S101 - both are required
    row = LoanItem(
        tenant_id=actor.tenant_id, model_key=key, serial_key=serial_key(body.serial_number), **_said(body.model_dump())
    )  # fmt: skip
    _check(row)
    await queries.hold_recalls(db, actor)
    row.recall_id = await queries.recall_of(db, actor, key, row.serial_key, ())
    try:
        async with db.begin_nested():
            record.add(db, actor, LOAN_ITEM, row)
            await db.flush()  # the database alone knows that nobody added it meanwhile
    except IntegrityError:
        raise SerialTaken from None
    return row


def _said(said: dict[str, Any]) -> dict[str, Any]:
    """Words as text."""
    return {k: getattr(v, "value", v) for k, v in said.items()}


def _check(row: LoanItem) -> None:
    ends = (row.fits_from, row.fits_until)
    if row.fits_part is None and any(e is not None for e in ends):
        raise SizeRange
    if row.fits_from is not None and row.fits_until is not None and row.fits_from > row.fits_until:
        raise SizeRange


async def read(db: AsyncSession, actor: Actor, item_id: UUID) -> dict[str, Any]:
    """An item with its reservations and the loan that it is out on. Raises: LoanItemNotFound."""
    row = await record.read(db, actor, LOAN_ITEM, item_id)
    return await shown(db, actor, row)


async def shown(db: AsyncSession, actor: Actor, row: LoanItem) -> dict[str, Any]:
    loans = await queries.live_of(db, actor, row.id)
    out = next((x for x in loans if x.state == LoanState.OUT), None)
    due: date | None = out.until_on if out else None
    own = row.model_dump(
        exclude={
            "tenant_id", "model_key", "serial_key", "cleared_recalls", "created_at", "created_by", "updated_at", "updated_by",
        }
    )  # fmt: skip
    return {
        **own,
        "loans": [x.model_dump(include={"id", "state", "from_on", "until_on"}) for x in loans],
        "is_reserved": any(x.state == LoanState.RESERVED for x in loans),
        "due_on": due,
        "is_overdue": due is not None and due < actor.today(),
    }


async def change(
    db: AsyncSession, actor: Actor, item_id: UUID, body: LoanItemUpdate, if_match: str
) -> LoanItem:
    """Raises: UPDATE_PROBLEMS, VersionStale."""
    row = await record.open_for_change(db, actor, LOAN_ITEM, item_id, if_match)
    record.change(db, actor, LOAN_ITEM, row, _said(body.model_dump(exclude_unset=True)))
    _check(row)
    return row


async def take(
    db: AsyncSession, actor: Actor, item_id: UUID, body: LoanItemStep, if_match: str
) -> LoanItem:
    """Raises: TAKE_PROBLEMS, Forbidden, VersionStale."""
    row = await record.open_for_change(db, actor, LOAN_ITEM, item_id, if_match)
    step = MACHINE.require(
        actor, row.state, body.act, await _shelf(db, actor, row), body.reason_code
    )
    changes: dict[str, Any] = {"condition": body.condition.value} if body.condition else {}
    changes |= {"cleaned_on": actor.today()} if body.act == "shelve" else {}
    if body.act == "clear_recall":
        assert row.recall_id is not None  # noqa: S101 - the step needs it
        changes |= await put_right(db, actor, row, row.recall_id, actor.today())
    record.move(
        db, actor, LOAN_ITEM, row, step, reason_code=body.reason_code, comment=body.comment, changes=changes,
    )  # fmt: skip
    return row


async def actions(db: AsyncSession, actor: Actor, item_id: UUID) -> list[Action]:
    """Raises: LoanItemNotFound."""
    row = await record.read(db, actor, LOAN_ITEM, item_id)
    return MACHINE.actions(actor, row.state, await _shelf(db, actor, row))


async def _shelf(db: AsyncSession, actor: Actor, row: LoanItem) -> Shelf:
    return Shelf(row.recall_id is not None, bool(await queries.live_of(db, actor, row.id)))


async def history(
    db: AsyncSession, actor: Actor, item_id: UUID, limit: int, after: tuple[Any, ...] | None
) -> list[RecordChange]:
    """Raises: LoanItemNotFound."""
    return await record.history(db, actor, LOAN_ITEM, item_id, limit, after)
