"""The sending program: offers a child, takes the offer back, sees what became of it."""

from typing import Any
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from app import audit, outbox
from app.auth import Actor
from app.canonical import canonical, digest
from app.directory import Directory
from app.errors import NotAPartner
from app.models.fields import EnrolmentState
from app.models.history import RecordChange
from app.models.schemas.consent import DisclosureCreate
from app.models.schemas.transfer import TransferCreate, WithdrawTransfer
from app.models.transfer import Transfer
from app.models.words.consent import ReleasePurpose
from app.models.words.organisation import OrganisationKind
from app.services import case, disclosure, packet, record
from app.services.consent import RecipientUnknown
from app.services.queries import case as cases
from app.services.queries import student as students
from app.services.queries import transfer as queries
from app.services.queries import transition as transitions
from app.services.transfer import carry
from app.services.transfer.kind import (
    NEEDED,
    SENDING,
    TRANSFER,
    NotEnrolledNow,
    OfferedAlready,
    TransferNotFound,
    TransferTooNarrow,
)
from app.services.workflow import STEP_PROBLEMS, Action

READ_PROBLEMS = (*case.OPEN_PROBLEMS, TransferNotFound)
OFFER_PROBLEMS = (
    *disclosure.DISCLOSE_PROBLEMS, NotAPartner, NotEnrolledNow, OfferedAlready, TransferTooNarrow,
)  # fmt: skip
STEP_TAKE_PROBLEMS = (*READ_PROBLEMS, *STEP_PROBLEMS)


async def offer(
    db: AsyncSession, directory: Directory, actor: Actor, student_id: UUID, body: TransferCreate
) -> Transfer:
    """Freeze what goes along and show it to the receiver. Raises: OFFER_PROBLEMS.

    Source: 34 CFR 303.414 (the ground), 303.310 (the clock runs from the first referral).
    """
    student = await case.open_for_change(db, actor, student_id)
    if not await transitions.is_partner(db, actor, body.receiver_id, OrganisationKind.PROGRAM):
        raise RecipientUnknown
    receiver = await directory.require(body.receiver_id)
    stay = await students.latest_enrolment(db, actor, student_id)
    if stay is None or stay.state == EnrolmentState.EXITED:
        raise NotEnrolledNow
    if await queries.open_of(db, actor, student_id) is not None:
        raise OfferedAlready
    if not set(body.items) >= NEEDED:
        raise TransferTooNarrow
    given = DisclosureCreate(
        recipient_id=receiver.id, recipient_name=receiver.name, purpose=ReleasePurpose.TRANSFER,
        covers=body.items, consent_id=body.consent_id, exception=body.exception, channel="portal",
    )  # fmt: skip
    made = await disclosure.disclose(db, actor, student_id, given)
    row = Transfer(
        tenant_id=actor.tenant_id, student_id=student_id, receiver_id=receiver.id, consent_id=body.consent_id,
        exception=body.exception, disclosure_id=made.id, covers=[i.value for i in body.items], reason=body.reason,
        offered_on=actor.today(), sha256="", content="",
    )  # fmt: skip
    events = await cases.events(db, actor, student_id, with_merged=True)
    file = await packet.gather(db, actor, student, [e for e in events if not e.entered_in_error])
    going = await carry.carried(db, actor, student, stay, file, body.items)
    row.content = canonical(carry.content(row, file, actor.home, receiver, going))
    row.sha256 = digest(row.content)
    record.add(db, actor, TRANSFER, row)
    outbox.tell(db, actor, "transfer.offered", student_id=student_id, transfer_id=row.id)
    await db.flush()  # publishing reads the stored offer, changes the tenant, and back
    await queries.publish(db, row.id)
    return row


async def list_of(
    db: AsyncSession, actor: Actor, student_id: UUID, limit: int, after: tuple[Any, ...] | None
) -> list[Transfer]:
    """Raises: OPEN_PROBLEMS."""
    await case.open_file(db, actor, student_id)
    audit.record(db, actor, "read", "transfers", student_id=student_id)
    return await queries.of_student(db, actor, student_id, limit, after)


async def read(db: AsyncSession, actor: Actor, student_id: UUID, transfer_id: UUID) -> Transfer:
    """Raises: READ_PROBLEMS."""
    return await record.read(db, actor, TRANSFER, transfer_id, student_id)


async def actions(
    db: AsyncSession, actor: Actor, student_id: UUID, transfer_id: UUID
) -> list[Action]:
    """Raises: READ_PROBLEMS."""
    row = await record.read(db, actor, TRANSFER, transfer_id, student_id)
    return SENDING.actions(actor, row.state, None)


async def take(
    db: AsyncSession,
    actor: Actor,
    student_id: UUID,
    transfer_id: UUID,
    body: WithdrawTransfer,
    if_match: str,
) -> Transfer:
    """Take the offer back. Raises: STEP_TAKE_PROBLEMS, Forbidden, VersionStale.

    The receiver's copy is locked first, as it is when the receiver answers: the one who comes second waits.
    """
    await record.read(db, actor, TRANSFER, transfer_id, student_id)
    await queries.unpublish(db, transfer_id)
    row = await record.open_for_change(db, actor, TRANSFER, transfer_id, if_match, student_id)
    step = SENDING.require(actor, row.state, body.act, None, body.reason_code)
    record.move(
        db, actor, TRANSFER, row, step, reason_code=body.reason_code, comment=body.comment,
        changes={"answered_on": actor.today(), "answer_reason": body.reason_code},
    )  # fmt: skip
    outbox.tell(db, actor, "transfer.withdrawn", student_id=student_id, transfer_id=row.id)
    return row


async def history(
    db: AsyncSession,
    actor: Actor,
    student_id: UUID,
    transfer_id: UUID,
    limit: int,
    after: tuple[Any, ...] | None,
) -> list[RecordChange]:
    """Raises: READ_PROBLEMS."""
    return await record.history(db, actor, TRANSFER, transfer_id, limit, after, student_id)
