"""What a plan, its lines and deliveries are called, and everything a step must know of one version."""

from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from app.auth import Actor
from app.errors import NotFound, Problem
from app.models.plan import Plan, PlanMeeting
from app.models.service_line import ServiceDelivery, ServiceLine
from app.models.student import Student
from app.models.words.plan import LineState, MeetingKind, Program, Role
from app.services import case, record, rulebook
from app.services.plan.complete import Found, check
from app.services.plan.settle import Settled, standing
from app.services.queries import plan as queries
from app.services.queries import service_line as service_lines
from app.services.queries import student as students


class PlanNotFound(NotFound):
    code, title = "plan-not-found", "There is no such plan of this student"


class LineNotFound(NotFound):
    code, title = "service-not-found", "There is no such service of this student"


class DeliveryNotFound(NotFound):
    code, title = "delivery-not-found", "There is no such session of this service"


class PlanDates(Problem):
    status, code, title = 409, "plan-dates", "These days do not fit the plan"


class PersonUnknown(Problem):
    status, code, title = 409, "person-unknown", "A person named here is not known"
    detail = "Name a contact of this student, or an active member of the program's staff."


PLAN = record.Kind("plan", Plan, PlanNotFound)
LINE = record.Kind("service-line", ServiceLine, LineNotFound)
DELIVERY = record.Kind("service-delivery", ServiceDelivery, DeliveryNotFound)
READ_PROBLEMS = (*case.OPEN_PROBLEMS, PlanNotFound)


@dataclass(slots=True)
class Version:
    """One version with all that belongs to it, as a step finds it."""

    student: Student
    plan: Plan
    lines: list[ServiceLine]
    meeting: PlanMeeting | None
    """The one that is set."""
    settled: Mapping[UUID, Settled]
    held: PlanMeeting | None = None
    """The one that was held on it."""
    me: UUID | None = None
    """Who asks."""
    has_left: bool = False
    """Whether the child's stay in the program is over."""
    is_given: bool = False
    """Whether a session of one of its services is recorded."""
    is_followed: bool = False
    """Whether a later version was signed."""
    is_asked: bool = False
    """Whether somebody only asks what may be done: what a request would bring along is not held missing."""

    @property
    def program(self) -> Program:
        return Program(self.plan.program)

    @property
    def my_roles(self) -> list[Role]:
        """In which parts the caller stands among those who took part in the meeting."""
        people = self.held.participants if self.held else []
        return [Role(p["role"]) for p in people if p["principal_id"] == str(self.me)]

    @property
    def proposed(self) -> list[ServiceLine]:
        return [x for x in self.lines if x.state == LineState.PROPOSED]

    def missing(self) -> list[Found]:
        """Elements that are not complete."""
        return [f for f in completeness(self.plan, self.lines) if not f.is_complete]


def completeness(plan: Plan, lines: list[ServiceLine]) -> list[Found]:
    return check(plan, lines, rulebook.load().checklists)


async def gather(
    db: AsyncSession, actor: Actor, student: Student, plan: Plan, *, is_asked: bool = False
) -> Version:
    lines = await service_lines.lines(db, actor, plan.id)
    open_ids = [x.id for x in lines if x.state == LineState.PROPOSED]
    held = [
        m
        for m in await queries.meetings(db, actor, plan.id)
        if m.held_on is not None and m.kind == MeetingKind.PLAN
    ]
    stay = await students.latest_enrolment(db, actor, student.id)
    return Version(
        student=student,
        plan=plan,
        lines=lines,
        meeting=await queries.meeting_set(db, actor, plan.id),
        settled=standing(open_ids, await queries.decisions(db, actor, plan.id)),
        held=held[-1] if held else None,
        me=db.info["principal_id"],
        is_given=await queries.is_given(db, actor, plan),
        is_followed=await queries.is_followed(db, actor, plan),
        has_left=stay is not None and stay.exited_on is not None,
        is_asked=is_asked,
    )


def not_future(actor: Actor, plan_day: object, what: str) -> None:
    """Raises: PlanDates."""
    if plan_day is not None and str(plan_day) > str(actor.today()):
        raise PlanDates(f"{what} has not come yet; record it on or after the day.")
