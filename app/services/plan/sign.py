"""Presenting a version, and what the parents say to it: service by service."""

from datetime import date
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from app.auth import Actor
from app.canonical import canonical, digest
from app.errors import Problem
from app.models.plan import PlanDecision
from app.models.schemas import plan_step as steps
from app.models.words.plan import PlanType, Program, Role
from app.services import record, signature
from app.services.plan.document import presented
from app.services.plan.force import enforce
from app.services.plan.kind import LINE, PLAN, LineNotFound, PlanDates, Version, not_future
from app.services.plan.line_machine import CONSENT, DECLINE
from app.services.plan.settle import Settled, standing
from app.services.plan.tell import about, tell
from app.services.queries import plan as queries
from app.services.record import plain

Changes = dict[str, Any]
SIGNS_AS = {Program.PARTC: Role.SERVICE_COORDINATOR, Program.PARTB: Role.LEA_REPRESENTATIVE}


class NotAtTheMeeting(Problem):
    status, code, title = (
        409,
        "not-at-the-meeting",
        "Only who took part in the meeting signs for it",
    )


class NotTheCoordinator(Problem):
    status, code, title = 409, "not-the-coordinator", "The coordinator named in the plan signs it"
    detail = "Present it as that person, or name another in `coordinator_id` first."


SIGN_PROBLEMS = (*signature.SIGN_PROBLEMS, NotTheCoordinator, NotAtTheMeeting, LineNotFound)


async def present(db: AsyncSession, actor: Actor, version: Version, body: steps.Present) -> Changes:
    """Fix the text, and put the program's own signature under it. Raises: SIGN_PROBLEMS."""
    plan = version.plan
    _require_presenter(version, body)
    text = canonical(plain(presented(plan, version.lines, version.held)))
    _require_order(version, body.signature.signed_on)
    capacity = SIGNS_AS[version.program].value
    if body.signed_by is not None:
        await signature.by_outsider(
            db, actor, PLAN, plan, body.signed_by, capacity, digest(text), body.signature
        )
    else:
        await signature.by_colleague(db, actor, PLAN, plan, capacity, digest(text), body.signature)
    return {"signed_text": text, "text_sha256": digest(text)}


def _require_presenter(version: Version, body: steps.Present) -> None:
    """The coordinator named in an IFSP, or who stood for the LEA at the meeting on an IEP.

    Raises: NotTheCoordinator, NotAtTheMeeting.
    """
    role = SIGNS_AS[version.program]
    if version.program is Program.PARTC:
        if version.plan.coordinator_id != version.me or body.signed_by is not None:
            raise NotTheCoordinator
        took_part = version.held is None or role in version.my_roles
    elif body.signed_by is not None:
        took_part = _was_there(version, role, body.signed_by.name)
    else:
        took_part = role in version.my_roles
    if not took_part:
        raise NotAtTheMeeting(
            f"Nobody of this name or account stands among the participants as {role.replace('_', ' ')}: "
            "let whoever did sign, or meet again."
        )


def _was_there(version: Version, role: Role, name: str) -> bool:
    people = version.held.participants if version.held else []
    return any(p["role"] == role and p["name"] == name for p in people)


async def countersign(
    db: AsyncSession, actor: Actor, version: Version, body: steps.Countersign
) -> Changes:
    """In the caller's part at the meeting. Raises: SIGN_PROBLEMS."""
    assert version.plan.text_sha256 is not None  # noqa: S101 - presented
    await signature.by_colleague(
        db, actor, PLAN, version.plan, version.my_roles[0].value, version.plan.text_sha256, body.signature
    )  # fmt: skip
    return {}


async def note(
    db: AsyncSession, actor: Actor, version: Version, body: steps.Decide | steps.ParentSigns
) -> None:
    """Keep what a parent decided, under the signature given with it. Raises: SIGN_PROBLEMS, PlanDates."""
    plan = version.plan
    assert plan.text_sha256 is not None  # noqa: S101 - presented
    _require_order(version, body.signature.signed_on)
    given = await signature.by_contact(
        db, actor, PLAN, plan, body.contact_id, Role.PARENT.value, plan.text_sha256, body.signature
    )
    if body.court_order is not None:
        not_future(actor, body.court_order.ordered_on, "The day of the order")
    await db.flush()  # the decisions name the signature
    open_ids = {x.id for x in version.proposed}
    for decision in body.decisions:
        if decision.line_id not in open_ids:
            raise LineNotFound
        db.add(
            PlanDecision(
                tenant_id=actor.tenant_id, student_id=plan.student_id, plan_id=plan.id, line_id=decision.line_id,
                contact_id=body.contact_id, signature_id=given.id, is_consented=decision.is_consented,
                decided_on=given.signed_on, court_order_on=body.court_order.ordered_on if body.court_order else None,
            )
        )  # fmt: skip
    await db.flush()  # they are read back in their order
    version.settled = standing(open_ids, await queries.decisions(db, actor, plan.id))


async def decide(_: AsyncSession, __: Actor, ___: Version, ____: steps.Decide) -> Changes:
    """What was decided is noted already; the plan waits for the rest."""
    return {}


async def sign(
    db: AsyncSession, actor: Actor, version: Version, body: steps.ParentSigns
) -> Changes:
    """Every service is decided: the lines follow, and an IFSP comes into force. Raises: TELL_PROBLEMS."""
    plan, signed_on = version.plan, body.signature.signed_on or actor.today()
    for line in version.proposed:
        if version.settled[line.id] is Settled.CONSENTED:
            record.move(db, actor, LINE, line, CONSENT, changes={"consented_on": signed_on})
        else:
            record.move(db, actor, LINE, line, DECLINE)
    if version.program is Program.PARTC:
        await enforce(db, actor, version, signed_on)
    elif plan.type == PlanType.INITIAL:
        consent = about(plan, "partb.consent.services.signed", signed_on)
        await tell(db, actor, version.student, [consent])
    return {"signed_on": signed_on}


async def put_in_effect(
    db: AsyncSession, actor: Actor, version: Version, body: steps.PutInEffect
) -> Changes:
    """Raises: PlanDates, TELL_PROBLEMS."""
    not_future(actor, body.on, "The day")
    if version.plan.signed_on is not None and body.on < version.plan.signed_on:
        raise PlanDates("A plan is in effect on or after the day of the consent.")
    await enforce(db, actor, version, body.on)
    return {}


async def decline(db: AsyncSession, actor: Actor, version: Version, body: steps.Decline) -> Changes:
    """The services in force go on. Raises: ContactNotFound, MayNotSign, PlanDates."""
    not_future(actor, body.declined_on, "The day")
    await signature.require_signer(db, actor, version.plan.student_id, body.contact_id)
    _require_order(version, body.declined_on)
    for line in version.proposed:
        record.move(db, actor, LINE, line, DECLINE, reason_code=body.reason_code)
    return {}


def _require_order(version: Version, signed_on: date | None) -> None:
    held_on = version.plan.held_on
    if held_on is not None and signed_on is not None and signed_on < held_on:
        raise PlanDates(f"It is signed on or after the meeting ({held_on}).")
