"""The parent's right, where the State gives it, to object to the notice; and to take the objection back."""

from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from app import audit, outbox
from app.auth import Actor
from app.errors import Problem
from app.models.deadline import CaseEvent
from app.models.schemas.transition import OptOutCreate, OptOutWithdrawal
from app.services import case, event, rulebook, withdrawal
from app.services.queries import case as cases
from app.services.signature import MayNotSign, require_signer
from app.services.student import ContactNotFound
from app.services.transition.hand_over import RIGHT_TOLD


class NoObjectionHere(Problem):
    status, code, title = 409, "no-objection-here", "This State knows no objection to the notice"
    detail = "The notice goes out without consent (34 CFR 303.401(d)); only States with a written policy let a parent object."


class ObjectionDates(Problem):
    status, code, title = 409, "objection-dates", "These days do not fit an objection"


class ObjectionStands(Problem):
    status, code, title = 409, "objection-stands", "An objection is on the file already"


class NoObjection(Problem):
    status, code, title = 409, "no-objection", "No objection is on the file"


class TooLateToObject(Problem):
    status, code, title = (
        409,
        "too-late-to-object",
        "The district was notified before this objection",
    )
    detail = "An objection counts when it comes before the notice; what was sent stays on the record of access."


OBJECT_PROBLEMS = (
    *event.RECORD_PROBLEMS, ContactNotFound, MayNotSign, NoObjectionHere, ObjectionDates, ObjectionStands, TooLateToObject,
)  # fmt: skip
WITHDRAW_PROBLEMS = (
    *case.OPEN_PROBLEMS, ContactNotFound, MayNotSign, NoObjection, ObjectionDates, event.DatesOutOfOrder,
)  # fmt: skip


async def object_to_notice(
    db: AsyncSession, actor: Actor, student_id: UUID, body: OptOutCreate
) -> CaseEvent:
    """Record the dated notice of the right and the parent's objection. Raises: OBJECT_PROBLEMS.

    Source: 34 CFR 303.401(e) and the State's parameter `partc_optout`.
    """
    student = await case.open_for_change(db, actor, student_id)
    await require_signer(db, actor, student_id, body.contact_id)
    policy = rulebook.load().jurisdictions[student.jurisdiction].params["partc_optout"]
    if policy.get("value") is not True:
        raise NoObjectionHere
    if body.objected_on < body.notice_sent_on:
        raise ObjectionDates("The parent objects after having been told of the right.")
    for day in (body.notice_sent_on, body.objected_on):
        event.require_day(actor, student, day)
    events = [e for e in await cases.events(db, actor, student_id) if not e.entered_in_error]
    if withdrawal.opted_out(events):
        raise ObjectionStands
    told = [e.on_date for e in events if e.type == "transition.notified.lea"]
    if told and min(told) < body.objected_on:
        raise TooLateToObject
    by = {"contact_id": str(body.contact_id)}
    if not any(e.type == RIGHT_TOLD and e.on_date == body.notice_sent_on for e in events):
        await event.add(db, actor, student, RIGHT_TOLD, body.notice_sent_on, by)
    return await event.add(db, actor, student, withdrawal.OPTED_OUT, body.objected_on, by)


async def take_back(
    db: AsyncSession, actor: Actor, student_id: UUID, body: OptOutWithdrawal
) -> CaseEvent:
    """The parent takes the objection back; the duty to notify runs again from where it was due.

    Raises: WITHDRAW_PROBLEMS.
    """
    student = await case.open_for_change(db, actor, student_id)
    await require_signer(db, actor, student_id, body.contact_id)
    on = body.withdrawn_on or actor.today()
    standing = [
        e
        for e in await cases.events(db, actor, student_id)
        if e.type == withdrawal.OPTED_OUT and not e.entered_in_error
    ]
    if not standing:
        raise NoObjection
    if not standing[-1].on_date <= on <= actor.today():
        raise ObjectionDates(
            "It is taken back on or after the day of the objection, and not in the future."
        )
    for objection in standing:
        await event.replace(
            db, actor, student, objection, None, f"taken back by the parent on {on}"
        )
    audit.record(db, actor, "change", "objection", student_id=student_id, withdrawn=True)
    outbox.tell(db, actor, "transition.objection_withdrawn", student_id=student_id, on=on)
    return standing[-1]
