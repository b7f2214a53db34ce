"""The family declines the transition conference, and may take that back: by one who may sign, on a day, with the reason."""

from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from app import audit, outbox
from app.auth import Actor
from app.errors import Problem
from app.models.deadline import CaseEvent
from app.models.schemas.transition import ConferenceDeclineCreate, ConferenceDeclineWithdrawal
from app.services import case, conference, event
from app.services.queries import case as cases
from app.services.signature import MayNotSign, require_signer
from app.services.student import ContactNotFound


class ConferenceDeclined(Problem):
    status, code, title = 409, "conference-declined", "The family has declined the conference"
    detail = "One decline stands at a time; take it back first."


class ConferenceHeld(Problem):
    status, code, title = 409, "conference-held", "The conference was held before this day"
    detail = "If it was not held after all, take that step back on the meeting first."


class ConferenceNotDeclined(Problem):
    status, code, title = 409, "conference-not-declined", "No decline is on the file"


class DeclineDates(Problem):
    status, code, title = 409, "decline-dates", "This day does not fit the decline"
    detail = "It is taken back on or after its own day, and not in the future."


DECLINE_PROBLEMS = (
    *event.RECORD_PROBLEMS, ContactNotFound, MayNotSign, ConferenceDeclined, ConferenceHeld,
)  # fmt: skip
TAKE_BACK_PROBLEMS = (
    *case.OPEN_PROBLEMS, ContactNotFound, MayNotSign, ConferenceNotDeclined, DeclineDates, event.DatesOutOfOrder,
)  # fmt: skip


async def decline(
    db: AsyncSession, actor: Actor, student_id: UUID, body: ConferenceDeclineCreate
) -> CaseEvent:
    """A declined conference is not a late one: its clock ends on that day. Raises: DECLINE_PROBLEMS, UnknownWord.

    Source: 34 CFR 303.209(c).
    """
    student = await case.open_for_change(db, actor, student_id)
    await require_signer(db, actor, student_id, body.contact_id)
    event.require_day(actor, student, body.declined_on)
    event.require_delay_reason(body.delay_reason, "/delay_reason")
    events = await _events(db, actor, student_id)
    if any(e.type == conference.DECLINED for e in events):
        raise ConferenceDeclined
    if any(e.type == conference.HELD and e.on_date <= body.declined_on for e in events):
        raise ConferenceHeld
    said = body.model_dump(mode="json", exclude={"declined_on"}, exclude_none=True)
    return await event.add(db, actor, student, conference.DECLINED, body.declined_on, said)


async def take_back(
    db: AsyncSession, actor: Actor, student_id: UUID, body: ConferenceDeclineWithdrawal
) -> CaseEvent:
    """The family wants the conference after all; its clock runs again from where it was due. Raises: TAKE_BACK_PROBLEMS."""
    student = await case.open_for_change(db, actor, student_id)
    await require_signer(db, actor, student_id, body.contact_id)
    on = body.withdrawn_on or actor.today()
    events = await _events(db, actor, student_id)
    standing = [e for e in events if e.type == conference.DECLINED]
    if not standing:
        raise ConferenceNotDeclined
    if not standing[-1].on_date <= on <= actor.today():
        raise DeclineDates
    for declined in standing:
        said = f"taken back by the family on {on}"
        await event.replace(db, actor, student, declined, None, said)
    audit.record(
        db, actor, "change", "conference-decline", student_id=student_id, withdrawn=True,
        contact_id=str(body.contact_id),
    )  # fmt: skip
    outbox.tell(db, actor, "transition.decline_withdrawn", student_id=student_id, on=on)
    return standing[-1]


async def _events(db: AsyncSession, actor: Actor, student_id: UUID) -> list[CaseEvent]:
    return [e for e in await cases.events(db, actor, student_id) if not e.entered_in_error]
