"""A parent asks to see, copy, amend or destroy the record. The answer has a day in the law (34 CFR 303.405, 303.410-416)."""

from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from app import outbox
from app.auth import Actor
from app.errors import NotFound, Problem
from app.models.consent import RecordRequest
from app.models.history import RecordChange
from app.models.schemas.consent import RecordRequestCreate, RecordRequestStep
from app.models.words.consent import RecordRequestKind, RecordRequestState
from app.models.words.task import TaskSource
from app.services import case, event, record, task
from app.services.queries import consent as queries
from app.services.queries import student as students
from app.services.student import ContactNotFound
from app.services.workflow import STEP_PROBLEMS, Action, Condition, Machine, Step, states

K, S = RecordRequestKind, RecordRequestState


class RecordRequestNotFound(NotFound):
    code, title = "record-request-not-found", "There is no such request on this file"


class RequestDates(Problem):
    status, code, title = 409, "request-dates", "These days do not fit the request"


CREATE_PROBLEMS = (*event.RECORD_PROBLEMS, ContactNotFound, RequestDates)
TAKE_PROBLEMS = (*event.RECORD_PROBLEMS, *STEP_PROBLEMS, RecordRequestNotFound, RequestDates)
REQUEST = record.Kind("record-request", RecordRequest, RecordRequestNotFound)


def _asks(*kinds: RecordRequestKind) -> Condition[RecordRequest]:
    def check(row: RecordRequest) -> str | None:
        return None if row.kind in kinds else f"The parent asked to {row.kind}, not for this."

    return check


WRITE = "consent:write"
DECIDE = "program:write"
MACHINE: Machine[RecordRequest] = Machine(
    [
        Step("provide", "Show it, or give the copies", states(S.RECEIVED), S.PROVIDED, WRITE, (_asks(K.INSPECT, K.COPY),)),
        Step("amend", "Amend the record", states(S.RECEIVED), S.AMENDED, WRITE, (_asks(K.AMEND),)),
        Step("refuse", "Refuse, and tell of the hearing", states(S.RECEIVED), S.REFUSED, DECIDE, (_asks(K.AMEND, K.DESTROY),), is_reasoned=True),
        Step("attach_statement", "Attach the parent's statement", states(S.REFUSED), S.STATEMENT_ATTACHED, WRITE, (_asks(K.AMEND),)),
        Step("confirm_destruction", "Confirm what was destroyed", states(S.RECEIVED), S.DESTROYED, DECIDE, (_asks(K.DESTROY),)),
        Step("withdraw", "Note that the parent took it back", states(S.RECEIVED), S.WITHDRAWN, WRITE),
    ]
)  # fmt: skip
BEGINS = {
    K.INSPECT: "records.requested",
    K.COPY: "records.requested",
    K.DESTROY: "records.destruction.requested",
}
ENDS = {"provide": "records.provided", "confirm_destruction": "records.destroyed"}


async def receive(
    db: AsyncSession, actor: Actor, student_id: UUID, body: RecordRequestCreate
) -> RecordRequest:
    """Take the request in; where the law has a clock for it, the clock starts. Raises: CREATE_PROBLEMS."""
    student = await case.open_for_change(db, actor, student_id)
    if await students.contact(db, actor, student_id, body.contact_id) is None:
        raise ContactNotFound
    received_on = _day(actor, body.received_on, student.born_on)
    said = body.model_dump() | {"received_on": received_on}
    row = RecordRequest(tenant_id=actor.tenant_id, student_id=student_id, **said)
    record.add(db, actor, REQUEST, row)
    if (type_ := BEGINS.get(body.kind)) is not None:
        await event.add(db, actor, student, type_, received_on, {"request_id": str(row.id)})
    if body.kind is K.DESTROY:  # the law sets it no day (34 CFR 303.416(b))
        await task.follow_up(
            db, actor, TaskSource.RECORD_REQUEST, row.id, "Destroy what the parent asked for, or refuse with the reason",
            actor.today(), student_id=student_id,
        )  # fmt: skip
    outbox.tell(db, actor, "record_request.received", request_id=row.id, kind=row.kind)
    return row


async def take(
    db: AsyncSession,
    actor: Actor,
    student_id: UUID,
    request_id: UUID,
    body: RecordRequestStep,
    if_match: str,
) -> RecordRequest:
    """Answer the request. Raises: TAKE_PROBLEMS, VersionStale, Forbidden."""
    row = await record.open_for_change(db, actor, REQUEST, request_id, if_match, student_id)
    step = MACHINE.require(actor, row.state, body.act, row, body.reason_code)
    answered_on = _day(actor, body.answered_on, row.received_on)
    record.move(
        db, actor, REQUEST, row, step, reason_code=body.reason_code, comment=body.comment,
        changes={"answered_on": answered_on, "answer": body.answer},
    )  # fmt: skip
    await task.close_follow_ups(db, actor, row.id, step.title)
    if (type_ := ENDS.get(body.act)) is not None:
        student = await case.open_for_change(db, actor, student_id)
        await event.add(db, actor, student, type_, answered_on, {"request_id": str(row.id)})
    return row


def _day(actor: Actor, given: date | None, earliest: date) -> date:
    """Raises: RequestDates."""
    day = given or actor.today()
    if not earliest <= day <= actor.today():
        raise RequestDates(f"The day lies between {earliest} and today.")
    return day


async def list_requests(
    db: AsyncSession, actor: Actor, student_id: UUID, limit: int, after: tuple[Any, ...] | None
) -> list[RecordRequest]:
    """Raises: StudentNotFound, NotOnCaseload."""
    await case.open_file(db, actor, student_id)
    record.listed(db, actor, REQUEST, [student_id])
    return await queries.requests(db, actor, student_id, limit, after)


async def read(db: AsyncSession, actor: Actor, student_id: UUID, request_id: UUID) -> RecordRequest:
    """Raises: RecordRequestNotFound, StudentNotFound, NotOnCaseload."""
    return await record.read(db, actor, REQUEST, request_id, student_id)


async def actions(
    db: AsyncSession, actor: Actor, student_id: UUID, request_id: UUID
) -> list[Action]:
    """Raises: RecordRequestNotFound, StudentNotFound, NotOnCaseload."""
    row = await read(db, actor, student_id, request_id)
    return MACHINE.actions(actor, row.state, row, record.only_read(row, student_id))


async def history(
    db: AsyncSession,
    actor: Actor,
    student_id: UUID,
    request_id: UUID,
    limit: int,
    after: tuple[UUID] | None,
) -> list[RecordChange]:
    """Raises: RecordRequestNotFound, StudentNotFound, NotOnCaseload."""
    return await record.history(db, actor, REQUEST, request_id, limit, after, student_id)
