"""Where a student stands in the program: it follows from the events, nobody types it."""

from collections.abc import Iterable
from datetime import date
from typing import NamedTuple, Protocol, TypeVar
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from app import audit, outbox
from app.auth import Actor
from app.models.deadline import CaseEvent
from app.models.fields import EnrolmentState
from app.models.student import Enrolment, Student
from app.services.queries import student as queries
from app.services.rules import ENDINGS

CONTINUES, EXTENDED = "PARTB_CONTINUING", "extended_option_chosen"
# Later entries win over earlier ones.
REACHED_BY = {
    EnrolmentState.INTAKE: {"service_coordinator.assigned"},
    EnrolmentState.EVALUATING: {"consent.evaluation.signed", "screening.completed", "evaluation.completed"},
    EnrolmentState.PLAN_PENDING: {"ifsp.initial.held"},
    EnrolmentState.ACTIVE: {"ifsp.consent.signed", "ifsp.service.delivered"},
    EnrolmentState.TRANSITIONING: {
        "transition.plan.established", "transition.notified.lea", "transition.optout.recorded",
        "transition.conference.held", "transition.conference.declined", "transition.packet.sent",
    },
}  # fmt: skip
ORDER = list(EnrolmentState)


class Standing(NamedTuple):
    state: EnrolmentState
    exited_on: date | None = None
    exit_reason: str | None = None


def standing(events: Iterable[CaseEvent]) -> Standing:
    """State of the enrolment after these events, none of them entered in error.

    Exits win; a decision against eligibility ends the way to a plan; otherwise
    the furthest step reached counts, whatever order the events were typed in.
    """
    listed = sorted(events, key=lambda e: (e.on_date, str(e.id)))
    for event in reversed(listed):
        if event.type == "partc.exited":
            return Standing(EnrolmentState.EXITED, event.on_date, event.data.get("reason"))
        if event.type == "case.closed":
            return Standing(EnrolmentState.EXITED, event.on_date)
    reached = {state for state, types in REACHED_BY.items() if any(e.type in types for e in listed)}
    decisions = [e for e in listed if e.type == "eligibility.partc.decided"]
    if decisions:
        eligible = bool(decisions[-1].data.get("eligible"))
        if not eligible:
            return Standing(EnrolmentState.NOT_ELIGIBLE)
        reached.add(EnrolmentState.ELIGIBLE)
    return Standing(max(reached, key=ORDER.index, default=EnrolmentState.REFERRED))


def has_left(student: Student, stay: Enrolment | None) -> bool:
    """Whether the latest stay is over; a child who stays by the State's extended option has not left."""
    if stay is None or stay.exited_on is None:
        return False
    return not (stay.exit_reason == CONTINUES and student.facts.get(EXTENDED) is True)


class Dated(Protocol):
    """A stored event, as an entity or as a row."""

    @property
    def id(self) -> UUID: ...
    @property
    def type(self) -> str: ...
    @property
    def on_date(self) -> date: ...


class Stay(Protocol):
    @property
    def id(self) -> UUID: ...
    @property
    def referred_on(self) -> date: ...


E = TypeVar("E", bound=Dated)


def of_episode(events: Iterable[E], enrolment: Stay) -> list[E]:
    """Events of one stay in the program. The end of a stay before, recorded before this one began, is not of it.

    A child who comes back by a transfer has the day of the first referral again, which lies before that end.
    """
    return [
        e
        for e in events
        if e.on_date >= enrolment.referred_on and (e.type not in ENDINGS or e.id > enrolment.id)
    ]


async def follow(db: AsyncSession, actor: Actor, student: Student, events: list[CaseEvent]) -> None:
    """Bring the student's latest enrolment in line with the events."""
    enrolment = await queries.latest_enrolment(db, actor, student.id)
    if enrolment is None:
        return
    now = standing(of_episode(events, enrolment))
    if (enrolment.state, enrolment.exited_on, enrolment.exit_reason) == now:
        return
    before, enrolment.state = enrolment.state, now.state.value
    enrolment.exited_on, enrolment.exit_reason = now.exited_on, now.exit_reason
    if now.exited_on is not None:
        enrolment.aside, enrolment.review_on = None, None
    audit.touch(db, enrolment)
    outbox.tell(
        db, actor, "enrolment.moved", student_id=student.id, from_state=before, to_state=now.state
    )
