"""A section on its way: signed under a licence, co-signed, given back, taken back, taken out."""

from dataclasses import replace
from typing import Any
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from app import outbox
from app.auth import Actor
from app.models.plan import Plan
from app.models.schemas.team_report import (
    CoSignReportSection,
    ReportSectionStep,
    SignReportSection,
)
from app.models.staff import StaffCredential
from app.models.team_report import TeamReport, TeamReportSection
from app.models.words.plan import EDITABLE
from app.models.words.staff import Discipline
from app.models.words.task import TaskSource
from app.models.words.team_report import ReportSectionState
from app.services import credential, record, signature, task
from app.services.queries import record as records
from app.services.team_report.machine import SECTION_MACHINE
from app.services.team_report.problems import OutcomesStillWritten, TextChanged
from app.services.team_report.report import day_of
from app.services.team_report.section import ask_author, facts_of, open_section
from app.services.team_report.section_text import SECTION

P = ReportSectionState
CO_SIGN = "Read the section that your assistant signed, and co-sign it"
WITHOUT_LICENCE = {Discipline.SERVICE_COORDINATION.value}
"""No board licenses it: it is signed as a coordinator's notes are."""
UNSIGNED = {"signed_on": None, "co_signer_id": None}


async def take(
    db: AsyncSession,
    actor: Actor,
    student_id: UUID,
    report_id: UUID,
    section_id: UUID,
    body: ReportSectionStep,
    if_match: str,
) -> TeamReportSection:
    """Raises: SECTION_TAKE_PROBLEMS, VersionStale, Forbidden."""
    row, report = await open_section(db, actor, student_id, report_id, section_id, if_match)
    facts = await facts_of(db, actor, row, report)
    step = SECTION_MACHINE.require(actor, row.state, body.act, facts, body.reason_code)
    changes: dict[str, Any] = UNSIGNED
    if isinstance(body, SignReportSection | CoSignReportSection):
        changes = await _sign(db, actor, report, row, body)
        if "signed_on" not in changes:
            step = replace(step, target=P.AWAITING_CO_SIGNATURE.value)
    record.move(
        db, actor, SECTION, row, step, reason_code=body.reason_code, comment=body.comment, changes=changes
    )  # fmt: skip
    await task.close_follow_ups(db, actor, row.id, step.title)
    await _ask_next(db, actor, row)
    outbox.tell(
        db, actor, f"team-report-section.{body.act}", section_id=row.id, team_report_id=row.report_id,
        student_id=row.student_id, state=row.state,
    )  # fmt: skip
    return row


async def _ask_next(db: AsyncSession, actor: Actor, row: TeamReportSection) -> None:
    """Whoever the section waits for has a task."""
    if row.state == P.OPEN:
        await ask_author(db, actor, row)
    elif row.state == P.AWAITING_CO_SIGNATURE:
        await task.follow_up(
            db, actor, TaskSource.TEAM_REPORT, row.id, CO_SIGN, max(row.due_on, actor.today()),
            student_id=row.student_id, assignee_id=row.co_signer_id,
        )  # fmt: skip


async def _sign(
    db: AsyncSession,
    actor: Actor,
    report: TeamReport,
    row: TeamReportSection,
    body: SignReportSection | CoSignReportSection,
) -> dict[str, Any]:
    """The caller's signature, and what follows from it: the day, or who co-signs."""
    if body.text_sha256 != row.text_sha256:
        raise TextChanged
    await _require_written(db, actor, row)
    on = day_of(actor, body.signature.signed_on, report.period_from)
    is_own = isinstance(body, SignReportSection)
    licence, co_signer = await _licence(db, actor, row, body)
    await signature.by_colleague(
        db, actor, SECTION, row, "author" if is_own else "co-signer", row.text_sha256, body.signature, licence
    )  # fmt: skip
    if co_signer is not None:
        return {"co_signer_id": co_signer}
    return {"signed_on": on}


async def _require_written(db: AsyncSession, actor: Actor, row: TeamReportSection) -> None:
    """What is signed names outcomes by number: their words stay. Raises: OutcomesStillWritten."""
    for plan_id in {o["plan_id"] for o in row.progress if o["plan_id"]}:
        plan = await records.one(db, actor, Plan, UUID(plan_id))
        if plan is not None and plan.state in EDITABLE:
            raise OutcomesStillWritten(plan_id=plan_id)


async def _licence(
    db: AsyncSession,
    actor: Actor,
    row: TeamReportSection,
    body: SignReportSection | CoSignReportSection,
) -> tuple[StaffCredential | None, UUID | None]:
    """The licence it is signed under, or who must co-sign. Raises: LICENCE_PROBLEMS."""
    if row.discipline in WITHOUT_LICENCE:
        return None, None
    me, on = db.info["principal_id"], body.signature.signed_on or actor.today()
    disciplines = [Discipline(row.discipline)]
    if isinstance(body, SignReportSection):
        co_signer = await credential.needs_co_signature(db, actor, me, on, disciplines)
        if co_signer is not None:
            return None, co_signer
    return await credential.require_licence(db, actor, me, on, disciplines), None
