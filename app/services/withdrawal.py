"""Taking back what was published to others: when the parent's decision changes, a child leaves or has died."""

from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from app import outbox
from app.auth import Actor
from app.models.deadline import CaseEvent
from app.models.student import Student
from app.services import record
from app.services.queries import student as students
from app.services.queries import transfer as transfers
from app.services.queries import transition as queries
from app.services.transfer.kind import TRANSFER, WITHDRAW

OPTED_OUT = "transition.optout.recorded"
MOVED_AWAY = "MOVED_OUT_OF_STATE"


def opted_out(events: list[CaseEvent]) -> bool:
    """Whether an objection stands; one taken back is corrected on the file and no longer among the events."""
    return any(e.type == OPTED_OUT for e in events)


def has_died(events: list[CaseEvent]) -> bool:
    """Nobody calls or writes to this family any more."""
    return any(e.type == "partc.exited" and e.data.get("reason") == "DECEASED" for e in events)


async def _has_left_state(
    db: AsyncSession, actor: Actor, student: Student, events: list[CaseEvent]
) -> bool:
    """Whether the child's stay ended so; one who came back has another."""
    if not any(e.type == "partc.exited" and e.data.get("reason") == MOVED_AWAY for e in events):
        return False
    stay = await students.latest_enrolment(db, actor, student.id)
    return stay is not None and stay.exit_reason == MOVED_AWAY


async def follow(db: AsyncSession, actor: Actor, student: Student, events: list[CaseEvent]) -> None:
    """After an opt-out, a death or a move to another State, nothing of the student stays readable for any district.

    After a death, no message that waits is sent any more.
    """
    if has_died(events):
        await db.execute(select(func.eb.cancel_messages(student.id, None)))
    is_over = opted_out(events) or has_died(events)
    if not is_over and not await _has_left_state(db, actor, student, events):
        return
    for district_id in await queries.districts_told(db, actor, student.id):
        await db.execute(select(func.eb.withdraw_lea_notice(student.id, district_id)))
        await withdraw_packets(db, student.id, district_id)


async def withdraw_packets(
    db: AsyncSession, student_id: UUID, district_id: UUID, consent_id: UUID | None = None
) -> None:
    """All that the district has of the child, or what one consent released."""
    await db.execute(select(func.eb.withdraw_packets(student_id, district_id, consent_id)))


async def withdraw_transfer(
    db: AsyncSession, actor: Actor, student_id: UUID, reason: str, consent_id: UUID | None = None
) -> None:
    """Take back the offer that waits for its answer, where there is one; of that consent, where one is named."""
    row = await transfers.open_of(db, actor, student_id)
    if row is None or consent_id not in {None, row.consent_id}:
        return
    await transfers.unpublish(db, row.id)
    changes = {"answered_on": actor.today(), "answer_reason": reason}
    record.move(db, actor, TRANSFER, row, WITHDRAW, reason_code=reason, changes=changes)
    outbox.tell(db, actor, "transfer.withdrawn", student_id=student_id, transfer_id=row.id)
