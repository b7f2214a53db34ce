"""What a request rests on: an outcome of a plan, an assessment, a visit, each of the same child."""

from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from app.auth import Actor
from app.errors import Unprocessable
from app.models.assessment import Assessment
from app.models.equipment import EquipmentRequest
from app.models.plan import Plan
from app.models.service_line import ServiceDelivery, ServiceLine
from app.services import case
from app.services.queries import record as queries
from app.services.rules.wording import short_day

FIELDS = frozenset({"plan_id", "outcome_number", "assessment_id", "visit_id"})


@dataclass(frozen=True, slots=True)
class Links:
    """What the ids name; None where they name nothing, or nothing of this child."""

    outcome: dict[str, Any] | None
    assessment: dict[str, Any] | None
    visit: dict[str, Any] | None

    @property
    def assessment_in_words(self) -> str | None:
        return (
            _told(self.assessment["kind"], self.assessment["completed_on"])
            if self.assessment
            else None
        )

    @property
    def visit_in_words(self) -> str | None:
        return _told(self.visit["service"], self.visit["on"]) if self.visit else None


def _told(code: str, on: date | None) -> str:
    words = code.replace("_", " ").capitalize()
    return f"{words}, {short_day(on)}" if on else words


async def follow(db: AsyncSession, actor: Actor, row: EquipmentRequest) -> Links:
    """Read what a request names, as it stands now."""
    return Links(
        await _outcome(db, actor, row),
        await _assessment(db, actor, row),
        await _visit(db, actor, row),
    )


async def require(db: AsyncSession, actor: Actor, row: EquipmentRequest) -> None:
    """Each id names something of this child. Raises: Unprocessable, naming the fields that do not."""
    links = await follow(db, actor, row)
    errors = []
    if (row.plan_id is None) != (row.outcome_number is None):
        lacking = "/plan_id" if row.plan_id is None else "/outcome_number"
        errors.append((lacking, "is required: `plan_id` and `outcome_number` go together"))
    elif row.plan_id is not None and links.outcome is None:
        errors.append(("/outcome_number", "is no outcome or goal of a plan of this student"))
    if row.assessment_id is not None and links.assessment is None:
        errors.append(("/assessment_id", "is not an assessment of this student"))
    if row.visit_id is not None and links.visit is None:
        errors.append(("/visit_id", "is not a visit that was made to this student"))
    if errors:
        raise Unprocessable(
            "What the request rests on is on the same student's file; see `errors`.",
            errors=[{"pointer": pointer, "detail": detail} for pointer, detail in errors],
        )


async def _outcome(db: AsyncSession, actor: Actor, row: EquipmentRequest) -> dict[str, Any] | None:
    plan: Plan | None = await _of_child(db, actor, Plan, row, row.plan_id)
    if plan is None:
        return None
    stated = [o for o in (*plan.outcomes, *plan.goals) if o["number"] == row.outcome_number]
    if not stated:
        return None
    return {
        "plan_id": plan.id, "plan_state": plan.state, "program": plan.program, "number": row.outcome_number,
        "statement": stated[0]["statement"],
    }  # fmt: skip


async def _assessment(
    db: AsyncSession, actor: Actor, row: EquipmentRequest
) -> dict[str, Any] | None:
    found: Assessment | None = await _of_child(db, actor, Assessment, row, row.assessment_id)
    if found is None:
        return None
    return found.model_dump(include={"id", "kind", "state", "completed_on"})


async def _visit(db: AsyncSession, actor: Actor, row: EquipmentRequest) -> dict[str, Any] | None:
    """A session that was missed, or never was, is no visit."""
    visit: ServiceDelivery | None = await _of_child(db, actor, ServiceDelivery, row, row.visit_id)
    if visit is None or visit.missed_for is not None or visit.entered_in_error:
        return None
    line = await queries.one(db, actor, ServiceLine, visit.line_id)
    assert line is not None  # noqa: S101 - the visit points at it
    return {
        "id": visit.id, "line_id": line.id, "service": line.service, "on": visit.on_date, "minutes": visit.minutes,
    }  # fmt: skip


async def _of_child(
    db: AsyncSession, actor: Actor, table: type[Any], row: EquipmentRequest, linked_id: UUID | None
) -> Any:
    """A record of the same child, in whichever of its files."""
    if linked_id is None:
        return None
    linked = await queries.one(db, actor, table, linked_id)
    if linked is None:
        return None
    file = await case.holder(db, actor, row.student_id)
    return linked if await queries.is_of_child(db, linked.student_id, file) else None
