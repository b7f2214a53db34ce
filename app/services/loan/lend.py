"""Loans: reserved, handed out, taken back. The database lets no two of one item overlap."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncSession

from app import audit, outbox
from app.auth import Actor
from app.errors import NotFound, Problem
from app.models.equipment import EquipmentRequest
from app.models.history import RecordChange
from app.models.loan import Loan, LoanItem
from app.models.schemas.loan import AnyLoanStep, Extend, HandOut, LoanCreate, TakeBack
from app.models.words.equipment import ENDED
from app.models.words.loan import LoanItemState, LoanState
from app.services import case, record
from app.services.equipment.problems import EquipmentRequestNotFound
from app.services.loan.item import LOAN_ITEM, LoanItemNotFound
from app.services.queries import loan as queries
from app.services.queries import record as record_queries
from app.services.workflow import STEP_PROBLEMS, Action, Machine, Step, states

WEEK = timedelta(days=6)
OVERLAP = "23P01"


class LoanNotFound(NotFound):
    code, title = "loan-not-found", "There is no such loan"


class LoanOverlap(Problem):
    status, code, title = 409, "loan-overlap", "The item is promised to somebody in these days"
    detail = "See `loans` of GET /v1/loan-items/{id}, and choose other days or another item."


class LoanDates(Problem):
    status, code, title = 409, "loan-dates", "These days do not fit the loan"


class ItemNotLent(Problem):
    status, code, title = 409, "item-not-lent", "This item is not lent"
    detail = "It is retired or recalled. Choose another one."


class RequestUnfit(Problem):
    status, code, title = (
        409,
        "request-unfit",
        "A loan bridges the wait of an open request of the child",
    )


LOAN = record.Kind("loan", Loan, LoanNotFound)
OPEN_PROBLEMS = (*case.OPEN_PROBLEMS, LoanNotFound)
RESERVE_PROBLEMS = (
    *case.OPEN_PROBLEMS, LoanItemNotFound, EquipmentRequestNotFound, LoanOverlap, LoanDates, ItemNotLent, RequestUnfit,
)  # fmt: skip
TAKE_PROBLEMS = (*OPEN_PROBLEMS, LoanOverlap, LoanDates, *STEP_PROBLEMS)
WRITE = "loan:write"


@dataclass(frozen=True, slots=True)
class Stand:
    is_there: bool
    is_recalled: bool


def _there(stand: Stand) -> str | None:
    return None if stand.is_there else "The item is not on the shelf."


def _sound(stand: Stand) -> str | None:
    return "The item is recalled by its maker." if stand.is_recalled else None


MACHINE: Machine[Stand] = Machine.of(
    Step("hand_out", "Hand it out", states(LoanState.RESERVED), LoanState.OUT, WRITE, (_there, _sound)),
    Step("cancel", "Cancel it", states(LoanState.RESERVED), LoanState.CANCELLED, WRITE, is_reasoned=True),
    Step("extend", "Lend it longer", states(LoanState.RESERVED, LoanState.OUT), None, WRITE, (_sound,)),
    Step("take_back", "Take it back", states(LoanState.OUT), LoanState.RETURNED, WRITE),
)  # fmt: skip


async def list_for(
    db: AsyncSession,
    actor: Actor,
    filters: dict[str, Any],
    limit: int,
    after: tuple[Any, ...] | None,
) -> list[Loan]:
    """Loans of the caseload, or of the program, by their first day."""
    rows = await queries.page(db, actor, db.info["principal_id"], filters, limit, after)
    return _listed(db, actor, rows, limit)


async def due_for(
    db: AsyncSession, actor: Actor, until: date | None, limit: int, after: tuple[Any, ...] | None
) -> list[Loan]:
    """Loans that are out and end not after `until` (within a week); those before today are overdue."""
    last = until or actor.today() + WEEK
    rows = await queries.due_page(db, actor, db.info["principal_id"], last, limit, after)
    return _listed(db, actor, rows, limit)


def _listed(db: AsyncSession, actor: Actor, rows: list[Loan], limit: int) -> list[Loan]:
    if shown := sorted({row.student_id for row in rows[:limit]}):
        audit.record(db, actor, "list", "loans", student_ids=shown)
    return rows


async def reserve(db: AsyncSession, actor: Actor, body: LoanCreate) -> Loan:
    """Promise an item for some days. Raises: RESERVE_PROBLEMS."""
    await case.lock_file(db, actor, body.student_id)
    # Locked, those who reserve the same item wait for each other; the database refuses an overlap anyway.
    item = await record_queries.one(db, actor, LoanItem, body.item_id, lock=True)
    if item is None:
        raise LoanItemNotFound
    if item.state == LoanItemState.RETIRED or item.recall_id is not None:
        raise ItemNotLent
    if not actor.today() <= body.from_on <= body.until_on:
        raise LoanDates("A loan begins today or later, and ends not before it begins.")
    if body.request_id is not None:
        await _require_request(db, actor, body.request_id, body.student_id)
    row = Loan(tenant_id=actor.tenant_id, **body.model_dump())
    try:
        async with db.begin_nested():
            record.add(db, actor, LOAN, row)
            await db.flush()  # the database alone knows what was promised meanwhile
    except IntegrityError as refused:
        raise _overlap(refused) from None
    outbox.tell(db, actor, "loan.reserved", student_id=row.student_id, loan_id=row.id)
    return row


def _overlap(refused: IntegrityError) -> Exception:
    return LoanOverlap() if getattr(refused.orig, "sqlstate", None) == OVERLAP else refused


async def _require_request(
    db: AsyncSession, actor: Actor, request_id: UUID, student_id: UUID
) -> None:
    request = await record_queries.one(db, actor, EquipmentRequest, request_id)
    if request is None:
        raise EquipmentRequestNotFound
    if request.student_id != student_id or request.state in ENDED:
        raise RequestUnfit


async def read(db: AsyncSession, actor: Actor, loan_id: UUID) -> Loan:
    """Raises: OPEN_PROBLEMS."""
    return await record.read(db, actor, LOAN, loan_id)


async def actions(db: AsyncSession, actor: Actor, loan_id: UUID) -> list[Action]:
    """Raises: OPEN_PROBLEMS."""
    row = await record.read(db, actor, LOAN, loan_id)
    item = await record_queries.one(db, actor, LoanItem, row.item_id)
    return MACHINE.actions(actor, row.state, _stand(item))


def _stand(item: LoanItem | None) -> Stand:
    assert item is not None  # noqa: S101 - the loan points at it
    return Stand(item.state == LoanItemState.AVAILABLE, item.recall_id is not None)


async def take(
    db: AsyncSession, actor: Actor, loan_id: UUID, body: AnyLoanStep, if_match: str
) -> Loan:
    """Raises: TAKE_PROBLEMS, Forbidden, VersionStale."""
    row = await record.open_for_change(db, actor, LOAN, loan_id, if_match)
    item = await record_queries.one(db, actor, LoanItem, row.item_id, lock=True)
    assert item is not None  # noqa: S101 - the loan points at it
    step = MACHINE.require(actor, row.state, body.act, _stand(item), body.reason_code)
    on = body.on or actor.today()
    if on > actor.today():
        raise LoanDates("A step is not dated ahead.")
    changes = _changes(db, actor, row, item, body, on)
    try:
        async with db.begin_nested():
            record.move(
                db, actor, LOAN, row, step, reason_code=body.reason_code, comment=body.comment, changes=changes,
            )  # fmt: skip
            await db.flush()  # more days may be promised to somebody
    except IntegrityError as refused:
        raise _overlap(refused) from None
    outbox.tell(db, actor, f"loan.{body.act}", student_id=row.student_id, loan_id=row.id)
    return row


def _changes(
    db: AsyncSession, actor: Actor, row: Loan, item: LoanItem, body: AnyLoanStep, on: date
) -> dict[str, Any]:
    """What a step sets on the loan; handing over moves the item, too."""
    match body:
        case HandOut():
            if not row.from_on <= on <= row.until_on:
                raise LoanDates(f"It is promised from {row.from_on} to {row.until_on}.")
            _place(db, actor, item, LoanItemState.OUT, body.condition.value)
            return {"out_on": on, "condition_out": body.condition.value}
        case TakeBack():
            if row.out_on is not None and on < row.out_on:
                raise LoanDates("It would be back before it was handed out.")
            _place(db, actor, item, LoanItemState.RETURNED, body.condition.value)
            return {"returned_on": on, "condition_back": body.condition.value}
        case Extend():
            if body.until_on <= row.until_on:
                raise LoanDates(f"It is lent until {row.until_on} already.")
            return {"until_on": body.until_on}
        case _:
            return {}


def _place(
    db: AsyncSession, actor: Actor, item: LoanItem, state: LoanItemState, condition: str
) -> None:
    changes = {"state": state.value, "condition": condition}
    record.change(db, actor, LOAN_ITEM, item, changes, act=f"loan.{state.value}")


async def history(
    db: AsyncSession, actor: Actor, loan_id: UUID, limit: int, after: tuple[Any, ...] | None
) -> list[RecordChange]:
    """Raises: OPEN_PROBLEMS."""
    return await record.history(db, actor, LOAN, loan_id, limit, after)
