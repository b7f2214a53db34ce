"""Service lines: written into a version, authorised, ended."""

from typing import Any
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from app import audit, outbox
from app.auth import Actor
from app.errors import Problem
from app.models.history import RecordChange
from app.models.plan import Plan
from app.models.schemas import service_line as shapes
from app.models.service_line import ServiceLine
from app.models.words.plan import EDITABLE, IN_FORCE, LineState, Program
from app.services import case, record, rulebook
from app.services.plan.caution import Caution, of_line
from app.services.plan.draft import PlanFixed
from app.services.plan.kind import (
    LINE,
    PLAN,
    READ_PROBLEMS,
    LineNotFound,
    PersonUnknown,
    PlanDates,
    not_future,
)
from app.services.plan.line_machine import LINES
from app.services.plan.people import require_staff
from app.services.plan.tell import TELL_PROBLEMS, change_of, tell
from app.services.queries import credential as credentials
from app.services.queries import service_line as service_lines
from app.services.vocabulary import UnknownWord, require_known
from app.services.workflow import STEP_PROBLEMS, Action

MOST_LINES = 60
LATER = {"provider_id", "discipline"}
"""What may be named on a service in force; everything else is an amendment."""


class NumberTaken(Problem):
    status, code, title = 409, "line-number-taken", "This number stands for another service"


class TooManyLines(Problem):
    status, code, title = 409, "plan-full", "The plan holds as many services as a plan may"
    detail = f"A version holds at most {MOST_LINES}."


class LineDates(Problem):
    status, code, title = 409, "line-outside-plan", "The service lies outside the dates of the plan"


class LineSessions(Problem):
    status, code, title = 409, "line-sessions", "The sessions lie outside their own range"
    detail = "`least_sessions` is not above `sessions`, and `most_sessions` not below."


class LineFixed(Problem):
    status, code, title = 409, "line-fixed", "This service is not changed in its own right any more"
    detail = "Amend the plan: POST .../plans/{plan_id}/versions. The provider may be named here."


ADD_PROBLEMS = (
    *READ_PROBLEMS, PlanFixed, NumberTaken, TooManyLines, LineDates, LineSessions, PersonUnknown, UnknownWord,
)  # fmt: skip
LINE_PROBLEMS = (*case.OPEN_PROBLEMS, LineNotFound)
UPDATE_PROBLEMS = (*LINE_PROBLEMS, LineFixed, LineDates, LineSessions, PersonUnknown)
TAKE_PROBLEMS = (*LINE_PROBLEMS, *STEP_PROBLEMS, *TELL_PROBLEMS, PlanDates, LineFixed)


Written = tuple[ServiceLine, list[Caution]]
"""A service, and what to look at."""


async def add(
    db: AsyncSession, actor: Actor, student_id: UUID, plan_id: UUID, body: shapes.ServiceLineCreate
) -> Written:
    """Raises: ADD_PROBLEMS."""
    await case.open_for_change(db, actor, student_id)
    plan = await record.read(db, actor, PLAN, plan_id, student_id)
    if plan.state not in EDITABLE:
        raise PlanFixed
    if plan.program == Program.PARTC:
        require_known("service", body.service, rulebook.load().services, "/service")
    lines = await service_lines.lines(db, actor, plan_id)
    if len(lines) >= MOST_LINES:
        raise TooManyLines
    if any(x.number == body.number for x in lines):
        raise NumberTaken
    line = ServiceLine(
        tenant_id=actor.tenant_id, student_id=student_id, plan_id=plan_id, **body.model_dump(mode="json")
        | {"starts_on": body.starts_on, "ends_on": body.ends_on, "provider_id": body.provider_id},
    )  # fmt: skip
    await _check(db, actor, plan, line)
    return record.add(db, actor, LINE, line), await _cautions(db, actor, line)


async def _check(db: AsyncSession, actor: Actor, plan: Plan, line: ServiceLine) -> None:
    if line.ends_on < line.starts_on:
        raise LineDates("It cannot end before it starts.")
    if (plan.starts_on and line.starts_on < plan.starts_on) or (
        plan.ends_on and line.ends_on > plan.ends_on
    ):
        raise LineDates(f"The plan lasts from {plan.starts_on} to {plan.ends_on}.")
    least, most = line.least_sessions or 0, line.most_sessions or line.sessions
    if not least <= line.sessions <= most:
        raise LineSessions
    if line.provider_id is not None:
        await require_staff(db, actor, line.provider_id)


async def change(
    db: AsyncSession,
    actor: Actor,
    student_id: UUID,
    line_id: UUID,
    body: shapes.ServiceLineUpdate,
    if_match: str,
) -> Written:
    """Apply a merge patch. Raises: UPDATE_PROBLEMS, VersionStale."""
    line = await record.open_for_change(db, actor, LINE, line_id, if_match, student_id)
    plan = await record.read(db, actor, PLAN, line.plan_id, student_id)
    changes = body.model_dump(mode="json", exclude_unset=True)
    is_draft = line.state == LineState.PROPOSED and plan.state in EDITABLE
    if not is_draft and (line.state not in IN_FORCE or not LATER.issuperset(changes)):
        raise LineFixed
    for name in ("starts_on", "ends_on", "provider_id"):
        if name in changes:
            changes[name] = getattr(body, name)
    with db.no_autoflush:  # an id that is refused below must not reach a foreign key first
        record.change(db, actor, LINE, line, changes)
        await _check(db, actor, plan, line)
    return line, await _cautions(db, actor, line)


async def _cautions(db: AsyncSession, actor: Actor, line: ServiceLine) -> list[Caution]:
    held = await credentials.licences(db, actor, line.provider_id) if line.provider_id else []
    return of_line(line, held)


async def take(
    db: AsyncSession,
    actor: Actor,
    student_id: UUID,
    line_id: UUID,
    body: shapes.LineStep,
    if_match: str,
) -> ServiceLine:
    """Raises: TAKE_PROBLEMS, Forbidden, VersionStale."""
    line = await record.open_for_change(db, actor, LINE, line_id, if_match, student_id)
    plan = await record.read(db, actor, PLAN, line.plan_id, student_id)
    student = await case.open_for_change(db, actor, student_id)
    step = LINES.require(actor, line.state, body.act, line, body.reason_code)
    changes: dict[str, Any] = {}
    if isinstance(body, shapes.WithdrawLine) and plan.state not in EDITABLE:
        raise LineFixed
    if isinstance(body, shapes.Authorise):
        not_future(actor, body.authorised_on, "The day")
        changes = body.model_dump(exclude={"act", "reason_code", "comment"})
    elif isinstance(body, shapes.EndLine):
        not_future(actor, body.ended_on, "The last day")
        if line.consented_on is not None and body.ended_on < line.consented_on:
            raise PlanDates("A service ends on or after the day of the consent to it.")
        changes = {"ended_on": body.ended_on, "end_reason": body.reason_code}
    record.move(
        db, actor, LINE, line, step, reason_code=body.reason_code, comment=body.comment, changes=changes
    )  # fmt: skip
    if isinstance(body, shapes.EndLine) and plan.program == Program.PARTC:
        await tell(db, actor, student, [change_of(plan, line, body.ended_on)])
    outbox.tell(
        db, actor, "service.moved", student_id=student_id, line_id=line.id, act=body.act, state=line.state
    )  # fmt: skip
    return line


async def actions(db: AsyncSession, actor: Actor, student_id: UUID, line_id: UUID) -> list[Action]:
    """Raises: LINE_PROBLEMS."""
    line = await read(db, actor, student_id, line_id)
    return LINES.actions(actor, line.state, line, record.only_read(line, student_id))


async def read(db: AsyncSession, actor: Actor, student_id: UUID, line_id: UUID) -> ServiceLine:
    """Raises: LINE_PROBLEMS."""
    return await record.read(db, actor, LINE, line_id, student_id)


async def of_plan(
    db: AsyncSession,
    actor: Actor,
    student_id: UUID,
    plan_id: UUID,
    limit: int,
    after: tuple[Any, ...] | None,
) -> list[ServiceLine]:
    """Raises: READ_PROBLEMS."""
    await record.read(db, actor, PLAN, plan_id, student_id)
    return await service_lines.lines(db, actor, plan_id, limit, after)


async def list_of(
    db: AsyncSession,
    actor: Actor,
    student_id: UUID,
    *,
    in_force: bool,
    limit: int,
    after: tuple[Any, ...] | None,
) -> list[ServiceLine]:
    """Newest first. Raises: StudentNotFound, NotOnCaseload."""
    await case.open_file(db, actor, student_id)
    audit.record(db, actor, "list", "service-line", student_id=student_id)
    wanted = [s.value for s in (IN_FORCE if in_force else LineState)]
    return await service_lines.lines_page(db, actor, student_id, wanted, limit, after)


async def history(
    db: AsyncSession,
    actor: Actor,
    student_id: UUID,
    line_id: UUID,
    limit: int,
    after: tuple[Any, ...] | None,
) -> list[RecordChange]:
    """Raises: LINE_PROBLEMS."""
    return await record.history(db, actor, LINE, line_id, limit, after, student_id)
