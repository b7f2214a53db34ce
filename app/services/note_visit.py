"""What a note tells of a visit: whether its outcomes are the child's, and what it should say and does not."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from app.auth import Actor
from app.errors import NotFound
from app.models.note import Note
from app.models.plan import Plan
from app.models.words.note import NoteKind, NoteState
from app.services.age import Warned
from app.services.queries import record as records

K = NoteKind
VISITS = frozenset({K.VISIT, K.MISSED_VISIT})
PARTS = (
    ("present-missing", ("present",), "Its `visit` does not say who was there."),
    ("done-missing", ("therapist_did", "caregiver_did"), "Its `visit` does not say what was done."),
    ("response-missing", ("child_responded",), "Its `visit` does not say how the child responded."),
)
PROGRESS = Warned("progress-missing", "Its `visit` names no outcome with its progress.")
PLAN = Warned("plan-missing", "Its `visit` does not say what is planned until the next one.")
GOAL = Warned("goal-missing", "Its `visit` does not say which outcome or goal it was for.")


class OutcomeNotFound(NotFound):
    code, title = "outcome-not-found", "There is no such outcome or goal in a plan of this student"


def said(row: Note) -> dict[str, Any]:
    """For the hash: a note without it hashes as it did before there was any; so does a part that is not said."""
    if row.visit is None:
        return {}
    return {"visit": {name: part for name, part in row.visit.items() if part}}


def next_on(row: Note) -> date | None:
    found = (row.visit or {}).get("next_on")
    return date.fromisoformat(found) if found else None


async def require_outcomes(db: AsyncSession, actor: Actor, row: Note) -> None:
    """Raises: OutcomeNotFound."""
    await require_named(db, actor, row.student_id, (row.visit or {}).get("outcomes", ()))


async def require_named(
    db: AsyncSession, actor: Actor, student_id: UUID, outcomes: Iterable[Mapping[str, Any]]
) -> None:
    """Each that names a plan is one of that plan, and the plan the child's. Raises: OutcomeNotFound."""
    named = [o for o in outcomes if o["plan_id"]]
    for plan_id in sorted({o["plan_id"] for o in named}):
        plan = await records.one(db, actor, Plan, UUID(plan_id))
        if plan is None or not await records.is_of_child(db, plan.student_id, student_id):
            raise OutcomeNotFound
        known = {item["number"] for item in (*plan.outcomes, *plan.goals)}
        if not {o["number"] for o in named if o["plan_id"] == plan_id} <= known:
            raise OutcomeNotFound


def lacking(row: Note) -> list[Warned]:
    """What a note of its kind should say and this one does not; what was written is kept all the same."""
    if row.addendum_to_id is not None or row.state == NoteState.ENTERED_IN_ERROR:
        return []
    found = []
    if row.kind in VISITS and row.delivery_id is None:
        found.append(
            Warned(
                "visit-not-named",
                "It names no session: the service, its minutes, or why it was missed stand there.",
            )
        )
    if row.kind == K.VISIT:
        found += _of_visit(row.visit or {})
    if row.kind == K.COORDINATION:
        found += _of_coordination(row.visit or {}, row.minutes)
    return found


def _of_visit(visit: dict[str, Any]) -> Iterator[Warned]:
    for code, names, detail in PARTS:
        if not any(visit.get(name) for name in names):
            yield Warned(code, detail)
    if not _has_progress(visit):
        yield PROGRESS
    if not visit.get("plan_until_next"):
        yield PLAN


def _of_coordination(visit: dict[str, Any], minutes: int | None) -> Iterator[Warned]:
    if minutes is None:
        yield Warned("minutes-missing", "A coordination note says how many minutes it took.")
    if not visit.get("outcomes"):
        yield GOAL
    if not _has_progress(visit):
        yield PROGRESS


def _has_progress(visit: dict[str, Any]) -> bool:
    return any(outcome["progress"] for outcome in visit.get("outcomes", ()))
