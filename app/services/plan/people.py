"""Who is invited to a plan meeting, who must be there, and how."""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from app.auth import Actor
from app.errors import Problem
from app.models.plan import Plan
from app.models.schemas.plan_step import Invitee, Participant
from app.models.words.plan import Attendance, PlanType, Program, Role
from app.services.plan.kind import PersonUnknown
from app.services.queries import organisation as staff
from app.services.queries import student as contacts

TOOK_PART = {Attendance.PRESENT, Attendance.BY_PHONE}
BY_OTHER_MEANS = TOOK_PART | {Attendance.REPRESENTED, Attendance.BY_RECORDS}
FULL_TEAM = {PlanType.INITIAL, PlanType.ANNUAL}


class TeamIncomplete(Problem):
    status, code, title = 409, "plan-team-incomplete", "Somebody who must take part is missing"


class ExcusalIncomplete(Problem):
    status, code, title = 409, "excusal-incomplete", "An excusal is not complete"
    detail = (
        "Somebody is excused by a written agreement before the meeting, and gives written input "
        "when their area is discussed (34 CFR 300.321(e))."
    )


PEOPLE_PROBLEMS = (PersonUnknown, TeamIncomplete, ExcusalIncomplete)


def needed(plan: Plan) -> tuple[Role, ...]:
    """At a meeting on this version."""
    return needed_at(Program(plan.program), PlanType(plan.type))


def needed_at(program: Program, type_: PlanType) -> tuple[Role, ...]:
    """34 CFR 303.343(a)(1), (b); 300.321(a)."""
    if program is Program.PARTB:
        return (Role.PARENT, Role.SPECIAL_EDUCATOR, Role.LEA_REPRESENTATIVE)
    if type_ in FULL_TEAM:
        return (Role.PARENT, Role.SERVICE_COORDINATOR, Role.EVALUATOR)
    return (Role.PARENT, Role.SERVICE_COORDINATOR)


def require_invited(plan: Plan, invitees: Iterable[Invitee]) -> None:
    """Raises: TeamIncomplete."""
    invited = {i.role for i in invitees}
    if absent := [r for r in needed(plan) if r not in invited]:
        raise TeamIncomplete(f"Invite also: {_said(absent)}.", missing=[r.value for r in absent])


def require_took_part(plan: Plan, participants: Sequence[Participant], held_on: date) -> None:
    """Raises: TeamIncomplete, ExcusalIncomplete."""
    for participant in participants:
        if participant.attendance is Attendance.EXCUSED:
            _require_excusal(participant, held_on)
    absent = [r for r in needed(plan) if not any(_counts(p, r) for p in participants)]
    if absent:
        raise TeamIncomplete(
            f"Nobody took part as: {_said(absent)}.", missing=[r.value for r in absent]
        )


def _counts(participant: Participant, role: Role) -> bool:
    if participant.role is not role:
        return False
    if role is Role.EVALUATOR:
        return participant.attendance in BY_OTHER_MEANS
    if participant.attendance is Attendance.EXCUSED:
        return role not in {Role.PARENT, Role.SERVICE_COORDINATOR}
    return participant.attendance in TOOK_PART


def _require_excusal(participant: Participant, held_on: date) -> None:
    given = participant.excusal
    if given is None or given.agreed_on > held_on:
        raise ExcusalIncomplete
    if given.area_is_discussed and (
        given.written_input_on is None or given.written_input_on > held_on
    ):
        raise ExcusalIncomplete


def _said(roles: Iterable[Role]) -> str:
    return ", ".join(r.value.replace("_", " ") for r in roles)


async def require_known(
    db: AsyncSession, actor: Actor, plan: Plan, people: Sequence[Invitee]
) -> None:
    """Contacts of this student and colleagues of this program only. Raises: PersonUnknown."""
    known = {c.id for c in await contacts.contacts(db, actor, plan.student_id)}
    for person in people:
        if person.contact_id is not None and person.contact_id not in known:
            raise PersonUnknown
        if person.principal_id is not None:
            await require_staff(db, actor, person.principal_id)


async def require_staff(db: AsyncSession, actor: Actor, principal_id: Any) -> None:
    """Raises: PersonUnknown."""
    found = await staff.principal(db, actor, principal_id)
    if found is None or found.kind != "person":
        raise PersonUnknown


def kept(person: Invitee) -> dict[str, Any]:
    """As a meeting keeps it."""
    return {"attendance": None, "excusal": None, **person.model_dump(mode="json")}
