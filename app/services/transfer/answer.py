"""The receiving program: sees what is offered, takes the child or declines; the sender's file follows in the same commit."""

import json
from typing import Any
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from app import audit, outbox
from app.auth import Actor
from app.directory import Directory, Home
from app.models.history import RecordChange
from app.models.schemas.transfer import AcceptTransfer, DeclineTransfer, IncomingStep
from app.models.student import Student
from app.models.transfer import IncomingTransfer
from app.models.words.transfer import TransferState
from app.services import case, duplicate, event, record
from app.services.duplicate import Child, Named
from app.services.guest import guest_in
from app.services.organisation import DistrictUnknown, require_district
from app.services.queries import case as cases
from app.services.queries import record as records
from app.services.queries import transfer as queries
from app.services.referral.problems import DuplicatesNotReviewed, StudentStillEnrolled
from app.services.transfer import opening
from app.services.transfer.kind import (
    INCOMING,
    RECEIVING,
    TRANSFER,
    IncomingTransferNotFound,
    StayOverlaps,
)
from app.services.workflow import STEP_PROBLEMS, Action, Step

READ_PROBLEMS = (*case.OPEN_PROBLEMS, IncomingTransferNotFound)
ANSWER_PROBLEMS = (
    *event.RECORD_PROBLEMS, IncomingTransferNotFound, *STEP_PROBLEMS, DuplicatesNotReviewed, StudentStillEnrolled,
    StayOverlaps, DistrictUnknown,
)  # fmt: skip
EXIT, ELSEWHERE = "partc.exited", "MOVED_OUT_OF_STATE"
CHILD = ("child_first_name", "child_last_name", "born_on", "content")
"""What is emptied when the child does not come."""


async def list_of(
    db: AsyncSession,
    actor: Actor,
    state: TransferState | None,
    limit: int,
    after: tuple[Any, ...] | None,
) -> list[IncomingTransfer]:
    """The oldest offer first; one more than `limit` when there is more."""
    rows = await queries.incoming(db, actor, state, limit, after)
    record.listed(db, actor, INCOMING, [row.student_id for row in rows[:limit]])
    return rows


async def read(db: AsyncSession, actor: Actor, transfer_id: UUID) -> IncomingTransfer:
    """Raises: READ_PROBLEMS."""
    return await record.read(db, actor, INCOMING, transfer_id)


async def actions(db: AsyncSession, actor: Actor, transfer_id: UUID) -> list[Action]:
    """Raises: READ_PROBLEMS."""
    row = await record.read(db, actor, INCOMING, transfer_id)
    return RECEIVING.actions(actor, row.state, None)


async def possible_duplicates(db: AsyncSession, actor: Actor, transfer_id: UUID) -> list[Any]:
    """Students who may be this child, likeliest first. Raises: READ_PROBLEMS."""
    row = await record.read(db, actor, INCOMING, transfer_id)
    found = await _lookalikes(db, actor, _carried(row)) if row.content else []
    audit.record(db, actor, "search", "student", student_ids=[d.student_id for d in found])
    return [d for d in found if d.student_id != row.student_id]


async def take(
    db: AsyncSession,
    directory: Directory,
    actor: Actor,
    transfer_id: UUID,
    body: IncomingStep,
    if_match: str,
) -> IncomingTransfer:
    """Accept or decline. Raises: ANSWER_PROBLEMS, Forbidden, VersionStale."""
    row = await record.open_for_change(db, actor, INCOMING, transfer_id, if_match)
    step = RECEIVING.require(actor, row.state, body.act, None, body.reason_code)
    seen: dict[str, Any] = {}
    match body:
        case AcceptTransfer():
            row.student_id = await _accept(db, actor, row, body)
            row.plan_taken = body.plan.value
            seen = {"duplicates_reviewed": [str(id_) for id_ in body.duplicates_reviewed]}
        case DeclineTransfer():
            for name in CHILD:
                setattr(row, name, None)
    sender = await directory.require(row.sender_id)
    _move(db, actor, row, step, body, **seen)
    outbox.tell(
        db, actor, f"transfer.{row.state}", incoming_transfer_id=row.id, student_id=row.student_id
    )
    async with guest_in(db, actor, sender) as guest:
        await _tell_sender(db, guest, actor.home, row, step, body)
    return row


def _move(
    db: AsyncSession,
    actor: Actor,
    row: Any,
    step: Step[None],
    body: AcceptTransfer | DeclineTransfer,
    **seen: Any,
) -> None:
    """The same step on either side. `seen`: what is kept here alone."""
    kind = INCOMING if isinstance(row, IncomingTransfer) else TRANSFER
    answered = {"answered_on": actor.today(), "answer_reason": body.reason_code, **seen}
    record.move(
        db, actor, kind, row, step, reason_code=body.reason_code, comment=body.comment, changes=answered
    )  # fmt: skip


async def _accept(
    db: AsyncSession, actor: Actor, row: IncomingTransfer, body: AcceptTransfer
) -> UUID:
    """Raises: ANSWER_PROBLEMS."""
    if body.district_id is not None:
        await require_district(db, actor, body.district_id)
    carried = _carried(row)
    found = await _lookalikes(db, actor, carried)
    unseen = [d for d in found if d.student_id not in body.duplicates_reviewed]
    if unseen:
        raise DuplicatesNotReviewed(
            "Look at GET /v1/incoming-transfers/{id}/possible-duplicates, then name the ids you looked at in `duplicates_reviewed`.",
            student_ids=[str(d.student_id) for d in unseen],
        )
    student = await opening.open_with(db, actor, row, carried, body)
    return student.id


def _carried(row: IncomingTransfer) -> dict[str, Any]:
    assert row.content is not None  # noqa: S101 - an offer that waits has its content
    found: dict[str, Any] = json.loads(row.content)["carried"]
    return found


async def _lookalikes(db: AsyncSession, actor: Actor, carried: dict[str, Any]) -> list[Any]:
    child = Student.model_validate(
        {**carried["student"], "tenant_id": actor.tenant_id, "jurisdiction": ""}
    )
    names = [Named(child.first_name, child.last_name)]
    if child.preferred_name:
        names.append(Named(child.preferred_name, child.last_name, "the preferred name"))
    return await duplicate.like(
        db,
        actor,
        Child(tuple(names), child.born_on, child.birth_order),
        phones=[c["phone"] for c in carried["contacts"] if c["phone"]],
        address=child.address,
        identifiers=[i["value"] for i in child.external_ids],
    )


async def _tell_sender(
    db: AsyncSession,
    guest: Actor,
    receiver: Home,
    row: IncomingTransfer,
    step: Step[None],
    body: AcceptTransfer | DeclineTransfer,
) -> None:
    """In the sender's tenant: the offer is answered; a child who was taken has left."""
    sent = await records.one(db, guest, TRANSFER.table, row.id)
    student = await cases.student(db, guest, sent.student_id, lock=True) if sent else None
    sent = await records.one(db, guest, TRANSFER.table, row.id, lock=True)
    if sent is None or student is None:
        raise IncomingTransferNotFound
    _move(db, guest, sent, step, body)
    outbox.tell(db, guest, f"transfer.{sent.state}", transfer_id=sent.id, student_id=student.id)
    await db.flush()  # what leaves with the child must find the offer answered
    if isinstance(body, AcceptTransfer):
        audit.touch(db, student)
        data = {"transfer_id": str(sent.id), **_reason(guest, receiver)}
        await event.add(db, guest, student, EXIT, guest.today(), data)


def _reason(guest: Actor, receiver: Home) -> dict[str, str]:
    """A child who stays in the State's Part C leaves for none of the ten federal reasons (IDEA section 618)."""
    return {} if receiver.jurisdiction == guest.home.jurisdiction else {"reason": ELSEWHERE}


async def history(
    db: AsyncSession, actor: Actor, transfer_id: UUID, limit: int, after: tuple[Any, ...] | None
) -> list[RecordChange]:
    """Raises: READ_PROBLEMS."""
    return await record.history(db, actor, INCOMING, transfer_id, limit, after)
