"""Referrals to somebody outside: sent on a ground, followed until they end or nobody answers."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from app import outbox
from app.auth import Actor
from app.errors import NotFound, Problem
from app.models.agency_contact import OutboundReferral
from app.models.history import RecordChange
from app.models.schemas.consent import DisclosureCreate
from app.models.schemas.outbound_referral import (
    CancelReferral,
    CompleteReferral,
    OutboundFilter,
    OutboundReferralCreate,
    OutboundReferralUpdate,
    OutboundStep,
    ScheduleReferral,
    SendReferral,
    WaitlistReferral,
)
from app.models.words.agency import AgencyStatus
from app.models.words.consent import ReleasePurpose
from app.models.words.task import TaskSource
from app.services import agency_contact, case, disclosure, program, record, task
from app.services.agency_contact import AgencyUnknown
from app.services.queries import agency_contact as queries
from app.services.workflow import STEP_PROBLEMS, Action, Machine, Step, states


class OutboundReferralNotFound(NotFound):
    code, title = "outbound-referral-not-found", "There is no such referral to an agency"


class AlreadySent(Problem):
    status, code, title = 409, "already-sent", "What was sent is not changed"
    detail = "Cancel it and write another, or call the agency."


class ReferralDays(Problem):
    status, code, title = 409, "outbound-days", "These days are out of order"
    detail = "A step lies on or after the day it was sent, and not in the future; an appointment not before."


@dataclass(frozen=True, slots=True)
class OutboundFacts:
    """Whether the agency is still there."""

    is_agency_active: bool


def _agency_is_there(facts: OutboundFacts) -> str | None:
    return None if facts.is_agency_active else "The agency is inactive in the directory."


WRITE = "outbound:write"
UNSENT = states("draft", "consent_pending")
OPEN = states("sent", "acknowledged", "no_response")
THERE = (_agency_is_there,)
SILENCE: Step[OutboundFacts] = Step(
    "note_silence", "Note that nobody answered", states("sent", "acknowledged"), "no_response", WRITE
)  # fmt: skip
MACHINE: Machine[OutboundFacts] = Machine.of(
    Step("ask_consent", "Ask the parent for consent", states("draft"), "consent_pending", WRITE),
    Step("send", "Send it", UNSENT | states("no_response"), "sent", WRITE, THERE),
    Step("acknowledge", "They have it", states("sent", "no_response"), "acknowledged", WRITE),
    Step("accept", "They take the child", OPEN | states("waitlisted"), "accepted", WRITE),
    Step("waitlist", "They have a waiting list", OPEN, "waitlisted", WRITE),
    Step("decline", "They decline", OPEN | states("waitlisted"), "declined", WRITE, is_reasoned=True),
    Step("schedule", "The family has a day", states("accepted", "no_show", "scheduled"), "scheduled", WRITE),
    Step("miss", "The family did not come", states("scheduled"), "no_show", WRITE, is_reasoned=True),
    Step("begin", "The service begins", states("accepted", "scheduled"), "in_service", WRITE),
    Step("complete", "The service has ended", states("in_service"), "completed", WRITE),
    Step(
        "cancel", "Cancel it", UNSENT | OPEN | states("accepted", "waitlisted", "scheduled", "no_show", "in_service"),
        "cancelled", WRITE, is_reasoned=True,
    ),
    SILENCE,
)  # fmt: skip
OUTBOUND = record.Kind("outbound-referral", OutboundReferral, OutboundReferralNotFound)
READ_PROBLEMS = (OutboundReferralNotFound, *case.OPEN_PROBLEMS)
CREATE_PROBLEMS = (*case.OPEN_PROBLEMS, AgencyUnknown)
CHANGE_PROBLEMS = (*READ_PROBLEMS, AgencyUnknown, AlreadySent)
MOVE_PROBLEMS = (
    OutboundReferralNotFound, *disclosure.DISCLOSE_PROBLEMS, *STEP_PROBLEMS, ReferralDays, AgencyUnknown,
)  # fmt: skip


async def list_of(
    db: AsyncSession,
    actor: Actor,
    asked: OutboundFilter,
    limit: int,
    after: tuple[Any, ...] | None,
) -> list[OutboundReferral]:
    """Newest first; one more than `limit` when there is more."""
    rows = await queries.referrals(db, actor, db.info["principal_id"], asked, limit, after)
    record.listed(db, actor, OUTBOUND, [row.student_id for row in rows[:limit]])
    return rows


async def read(db: AsyncSession, actor: Actor, referral_id: UUID) -> OutboundReferral:
    """Raises: READ_PROBLEMS."""
    return await record.read(db, actor, OUTBOUND, referral_id)


async def draft(db: AsyncSession, actor: Actor, body: OutboundReferralCreate) -> OutboundReferral:
    """Write one; nothing leaves yet. Raises: CREATE_PROBLEMS."""
    await case.lock_file(db, actor, body.student_id)
    await agency_contact.require_named(
        db, actor, body.agency_id, person_id=body.agency_person_id, service_id=body.agency_service_id
    )  # fmt: skip
    row = OutboundReferral(
        tenant_id=actor.tenant_id, owner_id=db.info["principal_id"], **body.model_dump()
    )
    return record.add(db, actor, OUTBOUND, row)


async def change(
    db: AsyncSession, actor: Actor, referral_id: UUID, body: OutboundReferralUpdate, if_match: str
) -> OutboundReferral:
    """Apply a merge patch. Raises: CHANGE_PROBLEMS, VersionStale."""
    row = await record.open_for_change(db, actor, OUTBOUND, referral_id, if_match)
    if row.state not in UNSENT:
        raise AlreadySent
    await agency_contact.require_named(
        db, actor, row.agency_id, person_id=body.agency_person_id, service_id=body.agency_service_id
    )  # fmt: skip
    record.change(db, actor, OUTBOUND, row, body.model_dump(exclude_unset=True))
    return row


async def actions(db: AsyncSession, actor: Actor, referral_id: UUID) -> list[Action]:
    """Raises: READ_PROBLEMS."""
    row = await record.read(db, actor, OUTBOUND, referral_id)
    return MACHINE.actions(actor, row.state, await _facts(db, actor, row))


async def move(
    db: AsyncSession, actor: Actor, referral_id: UUID, body: OutboundStep, if_match: str
) -> OutboundReferral:
    """Raises: MOVE_PROBLEMS, Forbidden, VersionStale."""
    row = await record.open_for_change(db, actor, OUTBOUND, referral_id, if_match)
    facts = await _facts(db, actor, row)
    step = MACHINE.require(actor, row.state, body.act, facts, body.reason_code)
    changes = await _changes(db, actor, row, body)
    _step(db, actor, row, step, changes, reason_code=body.reason_code, comment=body.comment)
    await task.close_follow_ups(db, actor, row.id, f"The referral is {row.state}.")
    return row


def _step(
    db: AsyncSession,
    actor: Actor,
    row: OutboundReferral,
    step: Step[OutboundFacts],
    changes: dict[str, Any],
    **said: str | None,
) -> None:
    record.move(db, actor, OUTBOUND, row, step, changes=changes, **said)
    outbox.tell(
        db, actor, "outbound-referral.moved", outbound_referral_id=row.id, student_id=row.student_id,
        state=row.state,
    )  # fmt: skip


async def _facts(db: AsyncSession, actor: Actor, row: OutboundReferral) -> OutboundFacts:
    named = await agency_contact.require_named(db, actor, row.agency_id)
    return OutboundFacts(is_agency_active=named.status == AgencyStatus.ACTIVE)


async def _changes(
    db: AsyncSession, actor: Actor, row: OutboundReferral, body: OutboundStep
) -> dict[str, Any]:
    """What a step sets beside the state. Raises: ReferralDays, disclosure.DISCLOSE_PROBLEMS."""
    if isinstance(body, SendReferral):
        return await _send(db, actor, row, body)
    if isinstance(body, ScheduleReferral):
        if row.sent_on is not None and body.appointment_on < row.sent_on:
            raise ReferralDays
        return {"appointment_on": body.appointment_on}
    on = _day(actor, row, getattr(body, "on", None))
    match body:
        case WaitlistReferral():
            return {"answered_on": on, "expected_on": body.expected_on}
        case CompleteReferral() | CancelReferral():
            return {"ended_on": on, "outcome": body.outcome}
        case _:
            field = {"accept": "answered_on", "decline": "answered_on", "begin": "started_on"}
            return {field[body.act]: on} if body.act in field else {}


def _day(actor: Actor, row: OutboundReferral, on: date | None) -> date:
    """Raises: ReferralDays."""
    day = on or actor.today()
    earlier = [d for d in (row.sent_on, row.started_on) if d is not None]
    if day > actor.today() or any(day < d for d in earlier):
        raise ReferralDays
    return day


async def _send(
    db: AsyncSession, actor: Actor, row: OutboundReferral, body: SendReferral
) -> dict[str, Any]:
    """Give the records out on their ground, and begin to wait for the answer."""
    on = _day(actor, row, body.on)
    named = await agency_contact.require_named(db, actor, row.agency_id)
    given = DisclosureCreate(
        recipient_id=named.organisation_id, agency_id=named.id, recipient_name=named.name,
        purpose=ReleasePurpose.REFERRAL_OUT, covers=body.covers, consent_id=body.consent_id,
        exception=body.exception, disclosed_on=on, channel=body.channel,
    )  # fmt: skip
    made = await disclosure.disclose(db, actor, row.student_id, given)
    await db.flush()  # the referral's row speaks of the disclosure's
    days = (await program.settled(db, actor)).outbound_answer_days
    return {
        "sent_on": on, "channel": body.channel, "covers": list(body.covers), "disclosure_id": made.id,
        "answer_due_on": on + timedelta(days=days), "owner_id": db.info["principal_id"],
    }  # fmt: skip


async def note_silence(db: AsyncSession, actor: Actor, rows: Sequence[OutboundReferral]) -> None:
    """Nobody answered in time: the referral says so, and its owner has a task."""
    for row in rows:
        _step(db, actor, row, SILENCE, {})
        await task.follow_up(
            db, actor, TaskSource.OUTBOUND_REFERRAL, row.id, "Call the agency: it has not answered",
            actor.today(), student_id=row.student_id, assignee_id=row.owner_id,
        )  # fmt: skip


async def history(
    db: AsyncSession, actor: Actor, referral_id: UUID, limit: int, after: tuple[Any, ...] | None
) -> list[RecordChange]:
    """Raises: READ_PROBLEMS."""
    return await record.history(db, actor, OUTBOUND, referral_id, limit, after)
