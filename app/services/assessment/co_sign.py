"""An assistant's part in a report: signed by them, and by the licensed person who supervises them."""

from typing import Any
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from app.auth import Actor
from app.models.assessment import Assessment
from app.models.words.assessment import AssessmentState
from app.models.words.staff import Discipline
from app.models.words.task import TaskSource
from app.services import case, task
from app.services.queries import record as records

CO_SIGN = "Read the report that your assistant signed, and co-sign it"


async def ask(
    db: AsyncSession, actor: Actor, row: Assessment, co_signer_id: UUID
) -> list[dict[str, Any]]:
    """The supervisor gets a task; returns who now co-signs for whom."""
    me = str(db.info["principal_id"])
    await task.follow_up(
        db, actor, TaskSource.ASSESSMENT, row.id, CO_SIGN, actor.today(), student_id=row.student_id,
        assignee_id=co_signer_id,
    )  # fmt: skip
    return [*without(row, me), {"principal_id": me, "co_signer_id": str(co_signer_id)}]


def without(row: Assessment, principal_id: str) -> list[dict[str, Any]]:
    return [c for c in row.co_signers if c["principal_id"] != principal_id]


def disciplines(row: Assessment, co_signer_id: UUID) -> list[Discipline]:
    """In which the assistants examined for whom this person signs."""
    assistants = {
        c["principal_id"] for c in row.co_signers if c["co_signer_id"] == str(co_signer_id)
    }
    return [Discipline(e["discipline"]) for e in row.examiners if e["principal_id"] in assistants]


async def admit(
    db: AsyncSession, actor: Actor, student_id: UUID, assessment_id: UUID
) -> Assessment:
    """A report that is the caller's to co-sign, though the child is another's. Raises: NotOnCaseload."""
    row = await records.one(db, actor, Assessment, assessment_id)
    if row is None or row.student_id != student_id or row.state != AssessmentState.REPORT_DRAFT:
        raise case.NotOnCaseload
    if all(c["co_signer_id"] != str(db.info["principal_id"]) for c in row.co_signers):
        raise case.NotOnCaseload
    return row
