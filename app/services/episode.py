"""Episodes in the program: back without retyping, on hold, out of reach, and out for a federal reason."""

from dataclasses import dataclass
from datetime import date
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from app import audit, outbox
from app.auth import Actor
from app.errors import NotFound, Problem
from app.models.fields import EnrolmentState
from app.models.history import RecordChange
from app.models.schemas.enrolment import (
    Attempt,
    EpisodeStep,
    Exit,
    Hold,
    ReEntry,
)
from app.models.student import Enrolment, Student
from app.models.words.student import Aside
from app.models.words.task import TaskSource
from app.services import case, event, exit_reason, record, task
from app.services.age import Warned, while_enrolled
from app.services.enrolment import of_episode
from app.services.queries import case as case_queries
from app.services.queries import student as queries
from app.services.workflow import STEP_PROBLEMS, Action, Machine, Step, states

SCOPE = "event:write"
ENOUGH = 2
"""Attempts without which nobody may say that a family cannot be reached."""
MOST_ATTEMPTS = 50
REVIEW = "Ask the family whether they want to go on, as agreed"


class EnrolmentNotFound(NotFound):
    code, title = "enrolment-not-found", "There is no such enrolment of this student"


class StillEnrolled(Problem):
    status, code, title = 409, "student-still-enrolled", "This student is enrolled already"
    detail = "A child comes back after an exit; record the exit first if there was one."


class NeverEnrolled(Problem):
    status, code, title = 409, "never-enrolled", "This student was never enrolled"
    detail = "A first enrolment begins with a referral: POST /v1/referrals."


class NothingToReuse(Problem):
    status, code, title = 409, "no-evaluation-to-reuse", "There is no evaluation to reuse"
    detail = "No evaluation is on the file of the stays before. Leave `reuse_evaluation` out."


class EpisodeDates(Problem):
    status, code, title = 409, "episode-dates", "This day does not fit the enrolment"
    detail = "It lies between the last referral or exit and today; a review lies after today."


READ_PROBLEMS = (*case.OPEN_PROBLEMS, EnrolmentNotFound)
RETURN_PROBLEMS = (
    *event.RECORD_PROBLEMS,
    StillEnrolled,
    NeverEnrolled,
    NothingToReuse,
    EpisodeDates,
)
STEP_TAKE_PROBLEMS = (*event.REPORT_PROBLEMS, EnrolmentNotFound, EpisodeDates, *STEP_PROBLEMS)


class Shown(NamedTuple):
    """A stay, and what is to be seen to while it lasts."""

    row: Enrolment
    warnings: list[Warned]


ENROLMENT = record.Kind("enrolment", Enrolment, EnrolmentNotFound)


@dataclass(frozen=True, slots=True)
class Tried:
    """What a step needs to know of an enrolment."""

    attempts: int


def _was_tried(tried: Tried) -> str | None:
    if tried.attempts >= ENOUGH:
        return None
    return f"Record at least {ENOUGH} attempts to reach the family first."


def _has_room(tried: Tried) -> str | None:
    return None if tried.attempts < MOST_ATTEMPTS else "No more attempts can be recorded."


E, A = EnrolmentState, Aside
UNDER_WAY = states(
    *(s for s in E if s is not E.EXITED),
)
MACHINE: Machine[Tried] = Machine.of(
    Step("hold", "Wait, as the family asked", UNDER_WAY, A.ON_HOLD, SCOPE, is_reasoned=True),
    Step("resume", "Go on", states(A.ON_HOLD, A.UNREACHABLE), None, SCOPE),
    Step("attempt", "Record a try to reach the family", UNDER_WAY | states(*A), None, SCOPE, needs=(_has_room,)),
    Step("lose_contact", "The family cannot be reached", UNDER_WAY | states(A.ON_HOLD), A.UNREACHABLE, SCOPE,
         needs=(_was_tried,)),
    Step("exit", "End the stay for a federal reason", UNDER_WAY | states(*A), E.EXITED, SCOPE),
)  # fmt: skip


async def list_of(
    db: AsyncSession, actor: Actor, student_id: UUID, limit: int, after: tuple[Any, ...] | None
) -> list[Shown]:
    """Every stay, the first first. Raises: OPEN_PROBLEMS."""
    student = await case.open_file(db, actor, student_id)
    audit.record(db, actor, "read", "enrolments", student_id=student_id)
    rows = await queries.enrolments(db, actor, student_id, limit, after)
    return [_shown(actor, student, row) for row in rows]


def _shown(actor: Actor, student: Student, row: Enrolment) -> Shown:
    return Shown(row, while_enrolled(student, row, actor.today()))


async def read(db: AsyncSession, actor: Actor, student_id: UUID, enrolment_id: UUID) -> Shown:
    """Raises: READ_PROBLEMS."""
    row = await record.read(db, actor, ENROLMENT, enrolment_id, student_id)
    return _shown(actor, await case.open_file(db, actor, student_id), row)


async def history(
    db: AsyncSession,
    actor: Actor,
    student_id: UUID,
    enrolment_id: UUID,
    limit: int,
    after: tuple[Any, ...] | None,
) -> list[RecordChange]:
    """Raises: READ_PROBLEMS."""
    return await record.history(db, actor, ENROLMENT, enrolment_id, limit, after, student_id)


async def actions(
    db: AsyncSession, actor: Actor, student_id: UUID, enrolment_id: UUID
) -> list[Action]:
    """Raises: READ_PROBLEMS."""
    row = await record.read(db, actor, ENROLMENT, enrolment_id, student_id)
    return MACHINE.actions(
        actor, row.aside or row.state, _tried(row), record.only_read(row, student_id)
    )


async def come_back(db: AsyncSession, actor: Actor, student_id: UUID, body: ReEntry) -> Shown:
    """Open a new episode in the same file; its clock runs from the new referral. Raises: RETURN_PROBLEMS."""
    student = await case.open_for_change(db, actor, student_id)
    last = await queries.latest_enrolment(db, actor, student_id)
    if last is None:
        raise NeverEnrolled
    if last.exited_on is None:
        raise StillEnrolled
    on = body.referred_on or actor.today()
    if not last.exited_on <= on <= actor.today():
        raise EpisodeDates
    evaluated = await _evaluation(db, actor, student, body)
    row = Enrolment(
        tenant_id=actor.tenant_id, student_id=student.id, previous_id=last.id, referred_on=on
    )
    record.add(db, actor, ENROLMENT, row, comment=body.comment)
    await db.flush()  # the event's state is that of this episode
    await event.add(
        db, actor, student, "referral.received", on,
        {"channel": body.channel, "previous_enrolment_id": str(last.id)},
    )  # fmt: skip
    if evaluated is not None:
        await event.add(db, actor, student, "evaluation.completed", on, evaluated)
    await db.flush()  # the answer shows where the events have led
    return _shown(actor, student, row)


async def _evaluation(
    db: AsyncSession, actor: Actor, student: Student, body: ReEntry
) -> dict[str, Any] | None:
    """What the event of a reused evaluation says: the day it was done, and which one it is."""
    if not body.reuse_evaluation:
        return None
    done = [
        e
        for e in await case_queries.events(db, actor, student.id)
        if e.type == "evaluation.completed" and not e.entered_in_error
    ]
    if not done:
        raise NothingToReuse
    return {"reused_event_id": str(done[-1].id), "evaluated_on": str(done[-1].on_date)}


async def take(
    db: AsyncSession,
    actor: Actor,
    student_id: UUID,
    enrolment_id: UUID,
    body: EpisodeStep,
    if_match: str,
) -> Shown:
    """Raises: STEP_TAKE_PROBLEMS, Forbidden, VersionStale, Unprocessable."""
    asked = body.root
    row = await record.open_for_change(db, actor, ENROLMENT, enrolment_id, if_match, student_id)
    step = MACHINE.require(actor, row.aside or row.state, asked.act, _tried(row), asked.reason_code)
    student = await case.open_for_change(db, actor, student_id)
    if isinstance(asked, Exit):
        await _exit(db, actor, student, row, step, asked)
        return _shown(actor, student, row)
    changes = _changes(actor, row, asked, step)
    if "review_on" in changes:
        await _ask_again(db, actor, row, changes["review_on"])
    record.change(
        db, actor, ENROLMENT, row, changes, act=asked.act, reason_code=asked.reason_code,
        comment=asked.comment,
    )  # fmt: skip
    outbox.tell(
        db,
        actor,
        f"enrolment.{asked.act}",
        student_id=student_id,
        enrolment_id=row.id,
        aside=row.aside,
    )
    return _shown(actor, student, row)


def _changes(actor: Actor, row: Enrolment, asked: Any, step: Step[Tried]) -> dict[str, Any]:
    if isinstance(asked, Hold):
        if asked.review_on <= actor.today():
            raise EpisodeDates
        return {"aside": step.target, "review_on": asked.review_on}
    if isinstance(asked, Attempt):
        if not row.referred_on <= asked.on <= actor.today():
            raise EpisodeDates
        tried = {"on": str(asked.on), "channel": asked.channel, "result": asked.result}
        return {"contact_attempts": [*row.contact_attempts, tried]}
    return {"aside": step.target, "review_on": None}


async def _ask_again(
    db: AsyncSession, actor: Actor, row: Enrolment, review_on: date | None
) -> None:
    """The coordinator asks the family on the day of the review; a hold that is over asks for nothing more."""
    if review_on is None:
        await task.close_follow_ups(db, actor, row.id, "The family waits no longer.")
        return
    team = await queries.live_assignments(db, actor, row.student_id)
    coordinator_id = next((a.principal_id for a in team if a.role == "coordinator"), None)
    await task.follow_up(
        db, actor, TaskSource.HOLD, row.id, REVIEW, review_on, student_id=row.student_id, assignee_id=coordinator_id
    )  # fmt: skip


async def _exit(
    db: AsyncSession,
    actor: Actor,
    student: Student,
    row: Enrolment,
    step: Step[Tried],
    asked: Exit,
) -> None:
    """The event ends the stay, its duties and, after a death, every message; the row follows it."""
    exit_reason.require_known(asked.reason, "/reason")
    own = of_episode(await case_queries.events(db, actor, student.id), row)
    if (
        not max([row.referred_on, *(e.on_date for e in own if not e.entered_in_error)])
        <= asked.on
        <= actor.today()
    ):
        raise EpisodeDates(
            "The exit would be before something that happened in this stay, or after today."
        )
    await exit_reason.require_possible(db, actor, student, asked.reason, asked.on)
    before = row.state
    record.move(
        db, actor, ENROLMENT, row, step, reason_code=asked.reason, comment=asked.comment,
        changes={"aside": None, "review_on": None, "exited_on": asked.on, "exit_reason": asked.reason},
    )  # fmt: skip
    outbox.tell(
        db, actor, "enrolment.moved", student_id=student.id, from_state=before, to_state=row.state
    )
    await event.add(db, actor, student, exit_reason.EXIT, asked.on, {"reason": asked.reason})
    if asked.end_assignments:
        for assignment in await queries.live_assignments(db, actor, student.id):
            assignment.to_on = max(asked.on, assignment.from_on)
            audit.touch(db, assignment)
            outbox.tell(
                db,
                actor,
                "assignment.changed",
                student_id=student.id,
                principal_id=assignment.principal_id,
            )
    await db.flush()  # the answer shows the enrolment as the event left it


def _tried(row: Enrolment) -> Tried:
    return Tried(len(row.contact_attempts))
