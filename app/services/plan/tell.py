"""What a plan's steps tell the file: events of the rulebook, each naming the plan it follows from."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from app.auth import Actor
from app.errors import Problem
from app.models.plan import Plan
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


async def tell(
    db: AsyncSession, actor: Actor, student: Student, happened: Sequence[Happened]
) -> None:
    """Put what happened on the file, but nothing twice.

    An event typed by hand before the plan was on record, of the same kind and
    day, stands for it. Raises: TELL_PROBLEMS.
    """
    on_file = [
        e
        for e in await queries.events(db, actor, student.id)
        if not e.entered_in_error and "plan_id" not in e.data
    ]
    typed = {(e.type, e.on_date, e.data.get("service")) for e in on_file}
    days = {e.type: e.on_date for e in on_file if e.type in ONCE}
    for type_, on, _ in happened:
        if type_ in days and days[type_] != on:
            raise ToldOtherwise(
                f"{type_} was recorded by hand for {days[type_]}, the plan says {on}. Correct the wrong one of the two."
            )
    news = [h for h in happened if (h.type, h.on, h.data.get("service")) not in typed]
    await event.add_all(db, actor, student, news)
