"""Recording what was given of a service, and what was not and why.

What the law forbids is refused: a visit without consent, one under a declined
or ended service. What really happened otherwise is recorded, with cautions.
"""

from datetime import date, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from app import audit, clock, outbox
from app.auth import Actor
from app.errors import Problem
from app.models.fields import MOST_ON_FILE
from app.models.history import RecordChange
from app.models.plan import Plan
from app.models.schemas.service_line import DeliveryCreate, DeliveryUpdate
from app.models.service_line import ServiceDelivery, ServiceLine
from app.models.words.plan import LineState, Miss, Per, Program
from app.services import case, event, record
from app.services.plan.account import Account, Entry, Promise, account
from app.services.plan.caution import Caution, cautions, follows, minutes_between
from app.services.plan.kind import (
    DELIVERY,
    LINE,
    PLAN,
    DeliveryNotFound,
    LineNotFound,
    PersonUnknown,
    PlanDates,
    not_future,
)
from app.services.plan.line_machine import REAUTHORISED, START, UNSTART
from app.services.plan.people import require_staff
from app.services.plan.tell import TELL_PROBLEMS, about, news_of
from app.services.queries import case as case_queries
from app.services.queries import credential as credentials
from app.services.queries import record as record_queries
from app.services.queries import service_line as service_lines

FIRST = {Program.PARTC: "ifsp.service.delivered", Program.PARTB: "partb.services.started"}


class NotConsented(Problem):
    status, code, title = (
        409,
        "service-not-consented",
        "The parent has not consented to this service",
    )
    detail = "No visit before the consent (34 CFR 303.342(e), 303.420). Record the decision on the plan first."


class NotInForce(Problem):
    status, code, title = 409, "service-not-in-force", "This service was not in force on that day"


class MakeUpUnfit(Problem):
    status, code, title = 409, "make-up-unfit", "This is not a missed session that can be made up"
    detail = "Name a missed session of the same service, or of one it continues, that nothing has made up yet."


class PeriodWrong(Problem):
    status, code, title = 409, "period-wrong", "The period cannot end before it begins"


READ_PROBLEMS = (*case.OPEN_PROBLEMS, LineNotFound)
RECORD_PROBLEMS = (
    *READ_PROBLEMS, NotConsented, NotInForce, MakeUpUnfit, PersonUnknown, PlanDates, *TELL_PROBLEMS,
)  # fmt: skip
CORRECT_PROBLEMS = (*RECORD_PROBLEMS, DeliveryNotFound)
ACCOUNT_PROBLEMS = (*READ_PROBLEMS, PeriodWrong)


async def add(
    db: AsyncSession, actor: Actor, student_id: UUID, line_id: UUID, body: DeliveryCreate
) -> tuple[ServiceDelivery, list[Caution]]:
    """Raises: RECORD_PROBLEMS."""
    student = await case.open_for_change(db, actor, student_id)
    line = await record.read(db, actor, LINE, line_id, student_id)
    plan = await record.read(db, actor, PLAN, line.plan_id, student_id)
    others = await service_lines.deliveries(db, actor, line_id)
    if len(others) >= MOST_ON_FILE:
        raise case.FileFull
    if body.provider_id is not None:
        await require_staff(db, actor, body.provider_id)
    delivery = ServiceDelivery(
        tenant_id=actor.tenant_id, student_id=student_id, line_id=line_id, on_date=body.on,
        starts_at=body.starts_at, ends_at=body.ends_at, provider_id=body.provider_id or db.info["principal_id"],
        minutes=body.minutes or minutes_between(body.starts_at, body.ends_at) or line.minutes,
        **body.model_dump(mode="json", include={"missed_for", "indirect", "comment"}),
        makes_up_id=body.makes_up_id,
    )  # fmt: skip
    await _require_fit(db, actor, line, delivery)
    record.add(db, actor, DELIVERY, delivery)
    await db.flush()  # the first one is looked for among all
    await _start(db, actor, student, plan, line)
    outbox.tell(
        db, actor, "service.delivery", student_id=student_id, line_id=line_id, delivery_id=delivery.id
    )  # fmt: skip
    return delivery, await _cautions(db, actor, line, delivery, others)


async def correct(
    db: AsyncSession,
    actor: Actor,
    student_id: UUID,
    line_id: UUID,
    delivery_id: UUID,
    body: DeliveryUpdate,
    if_match: str,
) -> tuple[ServiceDelivery, list[Caution]]:
    """Apply a merge patch. Raises: CORRECT_PROBLEMS, VersionStale."""
    line = await record.read(db, actor, LINE, line_id, student_id)
    delivery = await record.open_for_change(db, actor, DELIVERY, delivery_id, if_match, student_id)
    if delivery.line_id != line_id:
        raise DeliveryNotFound
    student = await case.open_for_change(db, actor, student_id)
    plan = await record.read(db, actor, PLAN, line.plan_id, student_id)
    changes = body.model_dump(mode="json", exclude_unset=True)
    if "on" in changes:
        del changes["on"]
        changes["on_date"] = body.on
    moments: dict[str, Any] = {
        name: getattr(body, name) for name in ("starts_at", "ends_at") if name in changes
    }
    if moments and "minutes" not in changes:
        after = {"starts_at": delivery.starts_at, "ends_at": delivery.ends_at, **moments}
        changes["minutes"] = minutes_between(**after) or delivery.minutes
    changes |= moments
    with db.no_autoflush:  # a second make-up that is refused below must not reach the index first
        record.change(db, actor, DELIVERY, delivery, changes)
        if not delivery.entered_in_error:
            await _require_fit(db, actor, line, delivery)
    await db.flush()  # the first one is looked for among all
    await _start(db, actor, student, plan, line)
    others = [d for d in await service_lines.deliveries(db, actor, line_id) if d.id != delivery.id]
    return delivery, await _cautions(db, actor, line, delivery, others)


async def _require_fit(
    db: AsyncSession, actor: Actor, line: ServiceLine, delivery: ServiceDelivery
) -> None:
    """Raises: NotConsented, NotInForce, MakeUpUnfit, PlanDates."""
    on = delivery.on_date
    not_future(actor, on, "This day")
    if delivery.starts_at and clock.day_of(delivery.starts_at, actor.home.time_zone) != on:
        raise PlanDates("`starts_at` lies on another day at the program.")
    if delivery.ends_at and not follows(delivery.starts_at, delivery.ends_at):
        raise PlanDates("`ends_at` lies after `starts_at`, by a day at most.")
    if line.state in {LineState.PROPOSED, LineState.WITHDRAWN}:
        raise NotConsented
    if line.state == LineState.DECLINED:
        raise await _not_in_force(db, actor, line, "The parent declined it.")
    if line.consented_on is not None and on < line.consented_on:
        raise NotConsented(f"The consent was given on {line.consented_on}.")
    if line.ended_on is not None and on > line.ended_on:
        raise await _not_in_force(db, actor, line, f"Its last day was {line.ended_on}.")
    if delivery.makes_up_id is not None:
        await _require_missed(db, actor, line, delivery)


async def _not_in_force(db: AsyncSession, actor: Actor, line: ServiceLine, why: str) -> NotInForce:
    """The refusal, with the services on which the visit can be recorded instead."""
    plan = await record_queries.one(db, actor, Plan, line.plan_id)
    assert plan is not None  # noqa: S101 - the foreign key holds it
    found = await service_lines.in_force(db, actor, line.student_id, plan.program)
    instead = [
        {"line_id": str(x.id), "plan_id": str(x.plan_id)}
        for x in found
        if x.service == line.service
    ]
    what = (
        "Record the session on the service that took its place (see `instead`)."
        if instead
        else "No such service is in force; keep what happened as a note, and ask the parent whether the service goes on."
    )
    return NotInForce(f"{why} {what}", instead=instead)


async def _require_missed(
    db: AsyncSession, actor: Actor, line: ServiceLine, delivery: ServiceDelivery
) -> None:
    """A make-up repairs one missed session, after it, of this service or the one it continues. Raises: MakeUpUnfit."""
    missed = await record_queries.one(db, actor, ServiceDelivery, delivery.makes_up_id)  # type: ignore[arg-type]
    if (
        missed is None
        or missed.line_id not in {line.id, line.replaces_id}
        or missed.missed_for is None
        or missed.makes_up_id is not None
        or missed.entered_in_error
        or missed.on_date > delivery.on_date
    ):
        raise MakeUpUnfit
    repairs = await service_lines.make_ups(db, actor, missed.id)
    if delivery.missed_for is None and any(r.id != delivery.id for r in repairs):
        raise MakeUpUnfit


def _counts_as_given(line: ServiceLine, delivery: ServiceDelivery) -> bool:
    return delivery.missed_for is None and (delivery.indirect is None or not line.is_direct)


async def _start(
    db: AsyncSession, actor: Actor, student: Any, plan: Plan, line: ServiceLine
) -> None:
    """The first session given starts the service; the file learns of it. Raises: TELL_PROBLEMS."""
    given = [
        d for d in await service_lines.deliveries(db, actor, line.id) if _counts_as_given(line, d)
    ]
    first = given[0].on_date if given else None
    if first == line.first_delivered_on:
        return
    changes = {"first_delivered_on": first}
    if first is not None and line.state in {LineState.CONSENTED, LineState.AUTHORISED}:
        record.move(db, actor, LINE, line, START, changes=changes)
    elif first is None and line.state == LineState.STARTED:
        back = UNSTART if line.authorised_on is None else REAUTHORISED
        record.move(db, actor, LINE, line, back, changes=changes)
    else:
        record.change(db, actor, LINE, line, changes)
    type_ = FIRST[Program(plan.program)]
    told = [
        e
        for e in await case_queries.events(db, actor, student.id)
        if e.type == type_ and not e.entered_in_error and e.data.get("line_id") == str(line.id)
    ]
    line_id, service = str(line.id), line.service
    news = [about(plan, type_, first, line_id=line_id, service=service)] if first else []
    news = await news_of(db, actor, student, news)
    await event.replace(
        db,
        actor,
        student,
        told[0] if told else None,
        news[0] if news else None,
        "Another session is the first.",
    )


async def _cautions(
    db: AsyncSession,
    actor: Actor,
    line: ServiceLine,
    delivery: ServiceDelivery,
    others: list[ServiceDelivery],
) -> list[Caution]:
    held = (
        await credentials.licences(db, actor, delivery.provider_id)
        if delivery.provider_id is not None
        else []
    )
    return cautions(line, delivery, others, held, await _overlapping(db, actor, line, delivery))


async def _overlapping(
    db: AsyncSession, actor: Actor, line: ServiceLine, delivery: ServiceDelivery
) -> int:
    """How many other sessions the same person gave at the same time; a group is one session to several."""
    starts = delivery.starts_at
    if starts is None or line.intensity == "group":
        return 0
    ends = starts + timedelta(minutes=delivery.minutes)
    others = await service_lines.at_once(db, actor, delivery, ends)
    return sum(
        1 for o in others if o.starts_at and o.starts_at + timedelta(minutes=o.minutes) > starts
    )


async def list_of(
    db: AsyncSession,
    actor: Actor,
    student_id: UUID,
    line_id: UUID,
    limit: int,
    after: tuple[Any, ...] | None,
) -> list[ServiceDelivery]:
    """By day. Raises: READ_PROBLEMS."""
    await record.read(db, actor, LINE, line_id, student_id)
    audit.record(db, actor, "list", "service-delivery", student_id=student_id)
    return await service_lines.deliveries_page(db, actor, line_id, limit, after)


async def read(
    db: AsyncSession, actor: Actor, student_id: UUID, line_id: UUID, delivery_id: UUID
) -> ServiceDelivery:
    """Raises: READ_PROBLEMS, DeliveryNotFound."""
    delivery = await record.read(db, actor, DELIVERY, delivery_id, student_id)
    if delivery.line_id != line_id:
        raise DeliveryNotFound
    return delivery


async def history(
    db: AsyncSession,
    actor: Actor,
    student_id: UUID,
    line_id: UUID,
    delivery_id: UUID,
    limit: int,
    after: tuple[Any, ...] | None,
) -> list[RecordChange]:
    """Raises: READ_PROBLEMS, DeliveryNotFound."""
    await read(db, actor, student_id, line_id, delivery_id)
    return await record.history(db, actor, DELIVERY, delivery_id, limit, after, student_id)


async def balance(
    db: AsyncSession,
    actor: Actor,
    student_id: UUID,
    line_id: UUID,
    from_on: date | None,
    to_on: date | None,
) -> tuple[ServiceLine, date, date, Account]:
    """Planned against given; from the line's first day to today where no period is named. Raises: ACCOUNT_PROBLEMS."""
    line = await record.read(db, actor, LINE, line_id, student_id)
    first = from_on or line.starts_on
    last = to_on or min(line.ended_on or line.ends_on, max(actor.today(), first))
    if last < first:
        raise PeriodWrong
    entries = [entry_of(line, d) for d in await service_lines.deliveries(db, actor, line_id)]
    holidays = {h.on_date for h in await case_queries.holidays(db, actor)}
    return line, first, last, account(promise_of(line), entries, first, last, holidays)


def promise_of(line: ServiceLine) -> Promise:
    """A line that ended early promises no more than it lasted."""
    ends_on = min(line.ends_on, line.ended_on or line.ends_on)
    return Promise(line.sessions, Per(line.per), line.minutes, line.starts_on, ends_on)


def entry_of(line: ServiceLine, delivery: ServiceDelivery) -> Entry:
    return Entry(
        id=delivery.id,
        on=delivery.on_date,
        minutes=delivery.minutes,
        missed_for=Miss(delivery.missed_for) if delivery.missed_for else None,
        makes_up_id=delivery.makes_up_id,
        is_indirect=delivery.indirect is not None and line.is_direct,
    )
