"""A signed version comes into force: it takes the place of the former one, service by service.

A service of the former plan that the new version continues is changed where
the parent accepted it there, and goes on as it was where the parent declined
the change. One that the new version leaves out ends.
"""

from datetime import date

from sqlalchemy.ext.asyncio import AsyncSession

from app.auth import Actor
from app.models.service_line import ServiceLine
from app.models.words.plan import LineState, Per, PlanType, Program, TransitionStep
from app.services import record
from app.services.event import Happened
from app.services.plan.kind import LINE, PLAN, Version
from app.services.plan.line_machine import CHANGE, END
from app.services.plan.machine import followed_by
from app.services.plan.tell import about, change_of, tell
from app.services.queries import case as case_queries
from app.services.queries import plan as queries
from app.services.queries import service_line as service_lines

ESTABLISHED = "transition.plan.established"
WEEKS_IN = {Per.WEEK: (1, 1), Per.MONTH: (52, 12), Per.QUARTER: (52, 4), Per.YEAR: (52, 1)}


async def enforce(db: AsyncSession, actor: Actor, version: Version, on: date) -> None:
    """Raises: TELL_PROBLEMS."""
    plan = version.plan
    changed = await _take_over(db, actor, version, on)
    former = await queries.live(db, actor, plan.student_id, plan.program)
    if former is not None:
        step = followed_by(PlanType(plan.type), version.program)
        record.move(db, actor, PLAN, former, step, changes={"ended_on": on})
        await db.flush()  # one plan in force: the former makes room before the next comes
    if version.program is Program.PARTC:
        news = [*_ifsp_news(version, on), *(change_of(version.plan, x, on) for x in changed)]
        news += await _transition_news(db, actor, version, on)
        await tell(db, actor, version.student, news)
    else:
        await tell(db, actor, version.student, [about(plan, "partb.iep.in_effect", on)])


async def _take_over(
    db: AsyncSession, actor: Actor, version: Version, on: date
) -> list[ServiceLine]:
    """Returns the former lines that were changed or ended."""
    plan = version.plan
    answered = {x.replaces_id: x for x in version.lines if x.replaces_id is not None}
    gone = []
    for former in await service_lines.in_force(db, actor, plan.student_id, plan.program):
        if former.plan_id == plan.id:
            continue
        newer = answered.get(former.id)
        if newer is not None and newer.state == LineState.DECLINED:
            continue
        if newer is not None and newer.state == LineState.CONSENTED:
            record.move(db, actor, LINE, former, CHANGE, changes={"ended_on": on})
        else:
            ended = {"ended_on": on, "end_reason": service_lines.NOT_CARRIED}
            record.move(
                db, actor, LINE, former, END, reason_code=service_lines.NOT_CARRIED, changes=ended
            )
        gone.append(former)
    return gone


def _ifsp_news(version: Version, on: date) -> list[Happened]:
    plan = version.plan
    accepted = [x for x in version.lines if x.state == LineState.CONSENTED]
    services = list(dict.fromkeys(x.service for x in accepted))
    news = []
    if plan.type == PlanType.INTERIM:
        news.append(about(plan, "ifsp.interim.signed", on))
    news.append(about(plan, "ifsp.consent.signed", on, services=services))
    return news + [planned(version, x, on) for x in accepted]


def planned(version: Version, line: ServiceLine, on: date) -> Happened:
    """What the settings table counts by: where, and how much of it in a week."""
    return about(
        version.plan, "ifsp.service.planned", on, line_id=str(line.id), service=line.service,
        planned_start=str(line.starts_on), setting=line.setting, minutes_a_week=minutes_a_week(line),
    )  # fmt: skip


def minutes_a_week(line: ServiceLine) -> int:
    """To the nearest minute, never none."""
    if line.per == Per.PLAN:
        days = (line.ends_on - line.starts_on).days + 1
        weeks, periods = max(days, 7), 7
    else:
        weeks, periods = WEEKS_IN[Per(line.per)]
    total = line.sessions * line.minutes * periods
    return max((2 * total + weeks) // (2 * weeks), 1)


async def _transition_news(
    db: AsyncSession, actor: Actor, version: Version, on: date
) -> list[Happened]:
    """The transition plan is established when a signed version holds all of its steps (34 CFR 303.209(d))."""
    said = {item["step"] for item in version.plan.transition}
    if not said >= {step.value for step in TransitionStep}:
        return []
    events = await case_queries.events(db, actor, version.plan.student_id)
    if any(e.type == ESTABLISHED and not e.entered_in_error for e in events):
        return []
    return [about(version.plan, ESTABLISHED, on)]
