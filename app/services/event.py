"""Recording what happened. Each event moves the deadlines in the same transaction."""

from collections.abc import Iterable, Sequence
from datetime import date
from itertools import pairwise
from typing import Any, NamedTuple
from uuid import UUID

from pydantic import ValidationError
from sqlalchemy.ext.asyncio import AsyncSession

from app import audit, outbox
from app.auth import Actor
from app.errors import NotFound, Problem, Unprocessable
from app.models.assessment import Assessment, EligibilityDecision
from app.models.base import Record
from app.models.consent import Consent, Disclosure
from app.models.deadline import CaseEvent
from app.models.fields import MOST_ON_FILE
from app.models.plan import Plan
from app.models.schemas.event import EventCorrection, EventCreate
from app.models.schemas.event_data import SHAPES, Carried
from app.models.student import Assignment, Student
from app.services import (
    case,
    conference,
    deadline,
    enrolment,
    exit_reason,
    report_back,
    rulebook,
    withdrawal,
)
from app.services.case import FileFull
from app.services.deadline import Cause
from app.services.indicator import catalogue
from app.services.plan import leaving
from app.services.queries import case as queries
from app.services.queries import event as event_queries
from app.services.queries import plan as plans
from app.services.queries import record as records
from app.services.record import is_in_error
from app.services.rules import ENDINGS
from app.services.vocabulary import require_known

OWN_ROUTES = {
    "referral.received": "It is recorded when the referral is accepted.",
    "eligibility.partc.decided": "Decide as a team: POST /v1/students/{id}/eligibility-decisions.",
    "service_coordinator.assigned": "Assign the coordinator: POST /v1/students/{id}/assignments.",
    "transition.optout.recorded": "Record the objection: POST /v1/students/{id}/notice-objections.",
    "transition.conference.declined": "Record the decline: POST /v1/students/{id}/conference-declines.",
    "release.signed": "Record the consent: POST /v1/students/{id}/consents.",
    "transition.notified.lea": "Notify the district: POST /v1/students/{id}/lea-notifications.",
    "transition.packet.sent": "Release the packet: POST /v1/students/{id}/packets.",
}
"""Also an import may say so, but for the referral, which is its student's `referred_on`."""
IMPORTED = "imported"
"""Marks an event that no record here stands behind."""
PLAN_EVENTS = {
    "partc": {
        "ifsp.interim.signed", "ifsp.initial.held", "ifsp.annual.held", "ifsp.review.held", "ifsp.consent.signed",
        "ifsp.service.planned", "ifsp.service.delivered", "ifsp.service.changed",
    },
    "partb": {
        "partb.iep.held", "partb.iep.reviewed", "partb.iep.in_effect", "partb.consent.services.signed",
        "partb.services.started",
    },
}  # fmt: skip
"""They follow from the plan's own steps, once the student has a plan on record."""
FOLLOWS_FROM: dict[str, type[Record]] = {
    "plan_id": Plan, "assessment_id": Assessment, "decision_id": EligibilityDecision, "consent_id": Consent,
    "disclosure_id": Disclosure, "assignment_id": Assignment,
}  # fmt: skip
"""Records that make events, by the name under which an event's data says from which it follows."""
# First occurrences must follow this order; none may stand before an earlier one.
JOURNEY = (
    "referral.received",
    "consent.evaluation.signed",
    "evaluation.completed",
    "ifsp.initial.held",
    "ifsp.consent.signed",
    "ifsp.service.delivered",
)

INTERIM = "ifsp.interim.signed"
# Under an interim plan services start before evaluation and meeting are done (34 CFR 303.345).
BEFORE_PLAN = JOURNEY[:4]
WITH_INTERIM = ("referral.received", INTERIM, *JOURNEY[4:])


class Happened(NamedTuple):
    """One event to be put on a file."""

    type: str
    on: date
    data: dict[str, Any]


class EventNotFound(NotFound):
    code, title = "event-not-found", "There is no such event on this file"


class EventInFuture(Problem):
    status, code, title = 409, "event-in-future", "This day has not come yet"


class EventBeforeBirth(Problem):
    status, code, title = 409, "event-before-birth", "This day is before the child's birth"


class EventHasOwnRoute(Problem):
    status, code, title = 409, "event-has-own-route", "This event is recorded by another act"


class DatesOutOfOrder(Problem):
    status, code, title = 409, "dates-out-of-order", "The dates of the file would be out of order"


class NoConsentYet(Problem):
    status, code, title = (
        409,
        "no-consent-yet",
        "No service may be given before the parent's consent",
    )
    detail = "Record the signed consent (`ifsp.consent.signed`) with its date first (34 CFR 303.342(e), 303.420)."


class AlreadyCorrected(Problem):
    status, code, title = (
        409,
        "already-corrected",
        "This event is already marked as entered in error",
    )


RECORD_PROBLEMS = (
    *case.OPEN_PROBLEMS, FileFull, EventInFuture, EventBeforeBirth, EventHasOwnRoute, DatesOutOfOrder, NoConsentYet,
)  # fmt: skip
REPORT_PROBLEMS = (
    *RECORD_PROBLEMS, exit_reason.ExitReasonImpossible, conference.ConferenceNotApproved,
)  # fmt: skip
CORRECT_PROBLEMS = (
    *case.OPEN_PROBLEMS,
    EventNotFound,
    AlreadyCorrected,
    DatesOutOfOrder,
    EventHasOwnRoute,
)


async def record(
    db: AsyncSession,
    actor: Actor,
    student_id: UUID,
    body: EventCreate,
    *,
    imported: bool = False,
) -> CaseEvent:
    """Record an event a person reports, or one of an earlier system's. Raises: REPORT_PROBLEMS, UnknownWord."""
    require_known("event", body.type, rulebook.load().events, "/type")
    if body.type in OWN_ROUTES and not (imported and body.type != "referral.received"):
        raise EventHasOwnRoute(OWN_ROUTES[body.type])
    data = _checked_data(body.type, body.data)
    if imported:
        data = {**data, IMPORTED: True}
    student = await case.open_for_change(db, actor, student_id)
    await _require_no_plan(db, actor, student_id, body.type)
    require_day(actor, student, body.on)
    if body.type == exit_reason.EXIT and not imported:
        await exit_reason.require_possible(db, actor, student, data["reason"], body.on)
    if body.type in conference.ASKS_APPROVAL and not imported:
        await require_approval(db, actor, student_id, body.on)
    return await add(db, actor, student, body.type, body.on, data)


async def require_approval(db: AsyncSession, actor: Actor, student_id: UUID, on: date) -> None:
    """The family approved of the conference by that day. Raises: ConferenceNotApproved."""
    events = await queries.events(db, actor, student_id)
    conference.require_approval((e for e in events if not e.entered_in_error), on)


def require_day(actor: Actor, student: Student, on: date) -> None:
    """Raises: EventInFuture, EventBeforeBirth."""
    if on > actor.today():
        raise EventInFuture("Record an event on or after the day it happened.")
    if on < student.born_on:
        raise EventBeforeBirth("Check the year of the event and the birth date on the file.")


async def is_told_by_plan(db: AsyncSession, actor: Actor, student_id: UUID, type_: str) -> bool:
    """Whether the student has a plan on record that says such things itself."""
    for program, types in PLAN_EVENTS.items():
        if type_ in types and await plans.states_of(db, actor, student_id, program):
            return True
    return False


async def _require_no_plan(db: AsyncSession, actor: Actor, student_id: UUID, type_: str) -> None:
    """What a plan on record says is not typed beside it. Raises: EventHasOwnRoute."""
    if await is_told_by_plan(db, actor, student_id, type_):
        raise EventHasOwnRoute(
            "The student has a plan on record; take the step there: POST /v1/students/{id}/plans/{plan_id}/steps, "
            "or record the visit on its service."
        )


async def add(
    db: AsyncSession,
    actor: Actor,
    student: Student,
    type_: str,
    on: date,
    data: dict[str, Any] | None = None,
) -> CaseEvent:
    """Put an event on an opened file and let everything follow from it. Raises: DatesOutOfOrder, NoConsentYet."""
    return (await add_all(db, actor, student, [Happened(type_, on, data or {})]))[0]


async def add_all(
    db: AsyncSession, actor: Actor, student: Student, happened: Sequence[Happened]
) -> list[CaseEvent]:
    """Put events of one act on an opened file; what follows is computed once. Raises: DatesOutOfOrder, NoConsentYet."""
    events = [
        CaseEvent(
            tenant_id=actor.tenant_id, student_id=student.id, type=type_, on_date=on, data=data
        )
        for type_, on, data in happened
    ]
    if not events:
        return events
    db.add_all(events)
    await db.flush()  # the order check and the rules read them back
    types = ", ".join(dict.fromkeys(e.type for e in events))
    await _follow(db, actor, student, Cause(f"{types} recorded", events[0].id))
    for event in events:
        audit.record(
            db, actor, "change", "event", student_id=student.id, event_id=str(event.id), type=event.type
        )  # fmt: skip
        outbox.tell(
            db, actor, f"event.{event.type}", student_id=student.id, event_id=event.id, on=event.on_date
        )  # fmt: skip
    await report_back.follow(db, actor, student.id, events)
    return events


async def correct(
    db: AsyncSession, actor: Actor, student_id: UUID, event_id: UUID, body: EventCorrection
) -> CaseEvent:
    """Mark an event as entered in error. Raises: CORRECT_PROBLEMS."""
    student = await case.open_for_change(db, actor, student_id)
    event = await event_queries.one(db, actor, student_id, event_id)
    if event is None:
        raise EventNotFound
    if event.entered_in_error:
        raise AlreadyCorrected
    is_anothers = event.type in OWN_ROUTES and not event.data.get(IMPORTED)
    if is_anothers or await _is_stood_behind(db, actor, event):
        raise EventHasOwnRoute("It follows from another record; correct that one.")
    await retract(db, actor, student, event, body.reason)
    await _follow(db, actor, student, Cause(f"{event.type} entered in error", event.id))
    return event


async def _is_stood_behind(db: AsyncSession, actor: Actor, event: CaseEvent) -> bool:
    """Whether a record that is there, and not itself entered in error, made the event."""
    for name, table in FOLLOWS_FROM.items():
        if name in event.data:
            row = await records.one(db, actor, table, UUID(str(event.data[name])))
            if row is not None and not is_in_error(row):
                return True
    return False


async def retract_with(
    db: AsyncSession, actor: Actor, student: Student, row: Record, reason: str
) -> None:
    """Mark what a record told the file as entered in error together with it. Raises: DatesOutOfOrder, NoConsentYet."""
    names = [name for name, table in FOLLOWS_FROM.items() if isinstance(row, table)]
    told = [
        e
        for e in await queries.events(db, actor, student.id)
        if not e.entered_in_error and any(e.data.get(name) == str(row.id) for name in names)
    ]
    for event in told:
        await retract(db, actor, student, event, reason)
    if told:
        types = ", ".join(dict.fromkeys(e.type for e in told))
        await _follow(db, actor, student, Cause(f"{types} entered in error", told[0].id))


async def retract(
    db: AsyncSession, actor: Actor, student: Student, event: CaseEvent, reason: str
) -> None:
    """Mark an event as entered in error; the caller lets the rest follow."""
    event.entered_in_error, event.error_reason = True, reason
    await db.flush()  # the order check and the rules read it back
    audit.record(
        db, actor, "change", "event", student_id=student.id, event_id=str(event.id), correction=True
    )
    outbox.tell(db, actor, "event.corrected", student_id=student.id, event_id=event.id)


async def replace(
    db: AsyncSession,
    actor: Actor,
    student: Student,
    old: CaseEvent | None,
    happened: Happened | None,
    reason: str,
) -> None:
    """Another event in the place of one that another record made; either may be None. Raises: DatesOutOfOrder."""
    if old is not None:
        await retract(db, actor, student, old, reason)
    if happened is not None:
        await add_all(db, actor, student, [happened])
    elif old is not None:
        await _follow(db, actor, student, Cause(f"{old.type} entered in error", old.id))


async def state_fact(
    db: AsyncSession, actor: Actor, student: Student, name: str, value: bool
) -> None:
    """State a fact of an opened file that the rules ask for; the deadlines follow."""
    if student.facts.get(name) != value:
        student.facts = {**student.facts, name: value}
        await deadline.recompute(db, actor, student, Cause(f"{name} stated"))


async def _follow(db: AsyncSession, actor: Actor, student: Student, cause: Cause) -> None:
    on_file = await queries.events(db, actor, student.id)
    if len(on_file) > MOST_ON_FILE:
        raise FileFull
    events = [e for e in on_file if not e.entered_in_error]
    check_order(events)
    await enrolment.follow(db, actor, student, events)
    if any(e.type in ENDINGS for e in on_file):
        await leaving.follow(db, actor, student)
    await withdrawal.follow(db, actor, student, events)
    await deadline.recompute(db, actor, student, cause)


def check_order(events: Iterable[CaseEvent]) -> None:
    """Raises: DatesOutOfOrder, NoConsentYet."""
    first: dict[str, date] = {}
    for event in events:
        if event.type in (*JOURNEY, INTERIM):
            first[event.type] = min(first.get(event.type, event.on_date), event.on_date)
    for journey in (BEFORE_PLAN, WITH_INTERIM) if INTERIM in first else (JOURNEY,):
        known = [(name, first[name]) for name in journey if name in first]
        for (earlier, earlier_on), (later, later_on) in pairwise(known):
            if later_on < earlier_on:
                raise DatesOutOfOrder(
                    f"{later} ({later_on}) would stand before {earlier} ({earlier_on}). Correct the wrong one of the two."
                )
    if "ifsp.service.delivered" in first and "ifsp.consent.signed" not in first:
        raise NoConsentYet


def _checked_data(type_: str, data: dict[str, Any]) -> dict[str, Any]:
    """Check what an event carries where the rules and the indicators read it. Raises: Unprocessable."""
    if type_ == exit_reason.EXIT and data.get("reason") is not None:
        exit_reason.require_known(data["reason"], "/data/reason")
    shape = SHAPES.get(type_, Carried)
    try:
        said = shape.model_validate(data)
    except ValidationError as exc:
        raise Unprocessable(
            f"The data of {type_} is not complete; see `errors`.",
            errors=[
                {"pointer": "/data/" + "/".join(map(str, e["loc"])), "detail": e["msg"]}
                for e in exc.errors(include_input=False, include_url=False, include_context=False)
            ],
        ) from None
    require_delay_reason(said.delay_reason, "/data/delay_reason")
    return said.model_dump(mode="json", exclude_unset=True)


def require_delay_reason(code: str | None, pointer: str) -> None:
    """One of `GET /v1/indicators`, where any is given. Raises: UnknownWord."""
    if code is not None:
        known = [reason.code for reason in catalogue.load().delay_reasons]
        require_known("delay reason", code, known, pointer)


async def list_events(
    db: AsyncSession, actor: Actor, student_id: UUID, limit: int, after: tuple[Any, ...] | None
) -> list[CaseEvent]:
    """Events of the child by day, also those entered in error; one more than `limit` when there is more.

    Raises: StudentNotFound, NotOnCaseload.
    """
    await case.open_file(db, actor, student_id)
    audit.record(db, actor, "read", "events", student_id=student_id)
    return await queries.events_page(db, actor, student_id, limit, after)
