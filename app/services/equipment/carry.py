"""What was denied of a request goes its own way, while what was approved is ordered and used."""

from datetime import date
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from app import outbox
from app.auth import Actor
from app.models.equipment import EquipmentRequest
from app.models.schemas import equipment_step as steps
from app.models.words.equipment import EquipmentState
from app.services import record, task
from app.services.equipment.file import File
from app.services.equipment.funding import ask_for_appeal
from app.services.equipment.item import ITEM
from app.services.equipment.request import REQUEST, stage

COPIED = {
    "tenant_id", "student_id", "kind", "need", "source", "identified_on", "plan_id", "outcome_number", "outcome",
    "assessment_id", "assessment", "visit_id", "visit", "diagnoses", "coverage", "family_agreed_on", "family_agreed_by", "prescriber",
    "prescribed_on", "prescription",
}  # fmt: skip


async def carry_on(
    db: AsyncSession, actor: Actor, file: File, _: steps.CarryOn, on: date
) -> dict[str, Any]:
    """A request of its own, denied as it was, takes the items over; its appeal is its own task."""
    decided = file.decided
    assert decided is not None  # noqa: S101 - what is approved and what is not was decided
    assert decided.decided_on is not None  # noqa: S101 - so the latest decision is found
    row = EquipmentRequest(
        **file.request.model_dump(include=COPIED), carries_on_id=file.request.id, state=EquipmentState.DENIED.value,
        funder_id=decided.funder_id, stage_on=on, alert_on=file.policy.alert_on(EquipmentState.DENIED, on),
        next_on=decided.appeal_due_on, appeal_due_on=decided.appeal_due_on,
    )  # fmt: skip
    record.add(db, actor, REQUEST, row)
    await db.flush()  # its stage and its items point at it
    db.add(stage(row))
    for item in file.unpaid:
        record.change(db, actor, ITEM, item, {"request_id": row.id}, act="carried_on")
    await task.close_follow_ups(db, actor, file.request.id, "Carried on in a request of its own.")
    await ask_for_appeal(
        db, actor, row, file.policy, EquipmentState.DENIED, on, decided.appeal_due_on
    )
    outbox.tell(
        db, actor, "equipment.carried-on", student_id=row.student_id, request_id=row.id, carries_on_id=file.request.id,
    )  # fmt: skip
    return {"appeal_due_on": None}
