"""What a plan's steps tell the file: events of the rulebook, each naming the plan it follows from."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from app.auth import Actor
from app.errors import Problem
from app.models.deadline import CaseEvent
from app.models.plan import Plan
from app.models.service_line import ServiceLine
from app.models.student import Student
from app.services import case, event
from app.services.event import Happened
from app.services.queries import case as queries

ONCE = {"ifsp.initial.held", "ifsp.interim.signed", "partb.iep.held"}
"""They happen once in a stay; a second day would contradict the first."""


class ToldOtherwise(Problem):
    status, code, title = 409, "event-contradicts-plan", "The file says another day"


TELL_PROBLEMS = (event.DatesOutOfOrder, event.NoConsentYet, ToldOtherwise, case.FileFull)


def about(plan: Plan, type_: str, on: date, **data: Any) -> Happened:
    return Happened(type_, on, {"plan_id": str(plan.id), **data})


def change_of(plan: Plan, line: ServiceLine, on: date) -> Happened:
    """A service is given no longer as it was; the line stands in its new state."""
    return about(
        plan, "ifsp.service.changed", on, line_id=str(line.id), service=line.service, change=line.state
    )  # fmt: skip


async def tell(
    db: AsyncSession, actor: Actor, student: Student, happened: Sequence[Happened]
) -> None:
    """Put what happened on the file, but nothing twice. Raises: TELL_PROBLEMS."""
    await event.add_all(db, actor, student, await news_of(db, actor, student, happened))


async def news_of(
    db: AsyncSession, actor: Actor, student: Student, happened: Sequence[Happened]
) -> list[Happened]:
    """Those that nobody typed by hand before the plan was on record: an event of the same kind and day stands for one.

    Raises: ToldOtherwise.
    """
    on_file = [
        e
        for e in await queries.events(db, actor, student.id)
        if not e.entered_in_error and "plan_id" not in e.data
    ]
    days = {e.type: e.on_date for e in on_file if e.type in ONCE}
    for type_, on, _ in happened:
        if type_ in days and days[type_] != on:
            raise ToldOtherwise(
                f"{type_} was recorded by hand for {days[type_]}, the plan says {on}. Correct the wrong one of the two."
            )
    return [h for h in happened if not any(_stands_for(e, h) for e in on_file)]


def _stands_for(typed: CaseEvent, happened: Happened) -> bool:
    """Same kind, day and service; a consent, when it names every service that this one names."""
    if (typed.type, typed.on_date) != (happened.type, happened.on):
        return False
    named = set(happened.data.get("services", []))
    return (
        typed.data.get("service") == happened.data.get("service")
        and set(typed.data.get("services", [])) >= named
    )
