"""Sections of a team report: asked for by the coordinator, written and signed by their authors, co-signed for assistants."""

from datetime import date, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from app import audit
from app.auth import Actor
from app.models.history import RecordChange
from app.models.schemas.team_report import ReportSectionCreate, ReportSectionUpdate
from app.models.signature import Signature
from app.models.team_report import TeamReport, TeamReportSection
from app.models.words.task import TaskSource
from app.models.words.team_report import ReportSectionState
from app.services import case, credential, note_visit, record, task
from app.services.document import MEDICAL_READ, MEDICAL_WRITE, require_part
from app.services.queries import record as records
from app.services.queries import student as students
from app.services.queries import team_report as queries
from app.services.team_report import meeting
from app.services.team_report.machine import SECTION_MACHINE, UNSEALED, SectionFacts
from app.services.team_report.problems import (
    DisciplineTaken,
    NotOnTeam,
    SectionIsAnothers,
    SectionLocked,
    SectionNotFound,
    SectionsClosed,
    TeamReportDates,
)
from app.services.team_report.report import REPORT, leads, require_lead
from app.services.team_report.section_text import SECTION, text_hash
from app.services.workflow import Action

P = ReportSectionState
ASK = "Write and sign your section of the team report"


async def list_of(
    db: AsyncSession,
    actor: Actor,
    student_id: UUID,
    report_id: UUID,
    limit: int,
    after: tuple[Any, ...] | None,
) -> list[TeamReportSection]:
    """Those that stand, of the medical part for who may read it. Raises: READ_PROBLEMS."""
    report = await record.read(db, actor, REPORT, report_id, student_id)
    return await queries.sections(
        db, actor, report.id, limit, after, sees_medical=MEDICAL_READ in actor.scopes
    )


async def read(
    db: AsyncSession, actor: Actor, student_id: UUID, report_id: UUID, section_id: UUID
) -> TeamReportSection:
    """Raises: SECTION_PROBLEMS, Forbidden."""
    try:
        row = await record.read(db, actor, SECTION, section_id, student_id)
    except case.NotOnCaseload:
        row = await _to_co_sign(db, actor, student_id, section_id)
        audit.record(db, actor, "read", SECTION.name, student_id=student_id, record_id=str(row.id))
    _of(row, report_id)
    require_part(actor, row.part, MEDICAL_READ)
    return row


def _of(row: TeamReportSection, report_id: UUID) -> None:
    if row.report_id != report_id:
        raise SectionNotFound


async def _to_co_sign(
    db: AsyncSession, actor: Actor, student_id: UUID, section_id: UUID
) -> TeamReportSection:
    """What is the caller's to co-sign though the child is another's. Raises: NotOnCaseload."""
    row = await records.one(db, actor, TeamReportSection, section_id)
    if row is None or row.student_id != student_id or row.state != P.AWAITING_CO_SIGNATURE:
        raise case.NotOnCaseload
    if row.co_signer_id != db.info["principal_id"]:
        raise case.NotOnCaseload
    return row


async def open_section(
    db: AsyncSession,
    actor: Actor,
    student_id: UUID,
    report_id: UUID,
    section_id: UUID,
    if_match: str,
) -> tuple[TeamReportSection, TeamReport]:
    """Locked, the file before it, with its report. Raises: SECTION_PROBLEMS, VersionStale, Forbidden."""
    try:
        row = await record.open_for_change(db, actor, SECTION, section_id, if_match, student_id)
    except case.NotOnCaseload:
        await _to_co_sign(db, actor, student_id, section_id)
        row = await record.lock(db, actor, SECTION, section_id, student_id, if_match)
    _of(row, report_id)
    require_part(actor, row.part, MEDICAL_WRITE)
    report = await records.one(db, actor, TeamReport, row.report_id, lock=True)
    assert report is not None  # noqa: S101 - its section points at it
    return row, report


async def ask(
    db: AsyncSession, actor: Actor, student_id: UUID, report_id: UUID, body: ReportSectionCreate
) -> TeamReportSection:
    """Ask somebody of the team for a section; they get a task. Raises: ASK_PROBLEMS, Forbidden."""
    await case.lock_file(db, actor, student_id)
    report = await record.read(db, actor, REPORT, report_id, student_id)
    if hindrance := record.only_read(report, student_id):
        raise case.StudentMerged(hindrance, merged_into=str(student_id))
    await require_lead(db, actor, student_id)
    require_part(actor, body.part, MEDICAL_WRITE)
    if report.state not in UNSEALED:
        raise SectionsClosed
    await _require_on_team(db, actor, report.student_id, body.author_id)
    there = await queries.sections(db, actor, report.id)
    if any(s.discipline == body.discipline for s in there):
        raise DisciplineTaken
    due_on = body.due_on or await _due(db, actor, report)
    if due_on < actor.today():
        raise TeamReportDates("A section is due today or later.")
    row = TeamReportSection(
        tenant_id=actor.tenant_id, student_id=report.student_id, report_id=report.id, text_sha256="",
        **body.model_dump() | {"due_on": due_on},
    )  # fmt: skip
    row.text_sha256 = text_hash(report, row)
    record.add(db, actor, SECTION, row)
    await ask_author(db, actor, row)
    return row


async def _require_on_team(
    db: AsyncSession, actor: Actor, student_id: UUID, author_id: UUID
) -> None:
    """Raises: StaffNotFound, NotOnTeam."""
    person = await credential.require_staff(db, actor, author_id)
    team = await students.live_assignments(db, actor, await case.holder(db, actor, student_id))
    if not person.is_active or all(a.principal_id != author_id for a in team):
        raise NotOnTeam


async def _due(db: AsyncSession, actor: Actor, report: TeamReport) -> date:
    met = await meeting.of(db, actor, report)
    wanted = met.on - timedelta(days=1) if met else report.period_to
    return max(wanted, actor.today())


async def ask_author(db: AsyncSession, actor: Actor, row: TeamReportSection) -> None:
    """A task, also once more for a section that came back."""
    await task.follow_up(
        db, actor, TaskSource.TEAM_REPORT, row.id, ASK, max(row.due_on, actor.today()), student_id=row.student_id,
        assignee_id=row.author_id,
    )  # fmt: skip


async def change(
    db: AsyncSession,
    actor: Actor,
    student_id: UUID,
    report_id: UUID,
    section_id: UUID,
    body: ReportSectionUpdate,
    if_match: str,
) -> TeamReportSection:
    """Write on at one's own. Raises: WRITE_PROBLEMS, VersionStale, Forbidden."""
    row, report = await open_section(db, actor, student_id, report_id, section_id, if_match)
    if row.author_id != db.info["principal_id"]:
        raise SectionIsAnothers
    if row.state != P.OPEN or report.state not in UNSEALED:
        raise SectionLocked
    changes = body.model_dump(mode="json", include=body.model_fields_set)
    after = TeamReportSection(**row.model_dump() | changes)
    await note_visit.require_named(db, actor, row.student_id, after.progress)
    record.change(db, actor, SECTION, row, changes | {"text_sha256": text_hash(report, after)})
    return row


async def facts_of(
    db: AsyncSession, actor: Actor, row: TeamReportSection, report: TeamReport
) -> SectionFacts:
    is_lead = await leads(db, actor, row.student_id)
    return SectionFacts(row, report, db.info["principal_id"], is_lead)


async def actions(
    db: AsyncSession, actor: Actor, student_id: UUID, report_id: UUID, section_id: UUID
) -> list[Action]:
    """Raises: SECTION_PROBLEMS, Forbidden."""
    row = await read(db, actor, student_id, report_id, section_id)
    report = await records.one(db, actor, TeamReport, row.report_id)
    assert report is not None  # noqa: S101 - its section points at it
    facts = await facts_of(db, actor, row, report)
    return SECTION_MACHINE.actions(actor, row.state, facts, record.only_read(row, student_id))


async def signatures(
    db: AsyncSession,
    actor: Actor,
    student_id: UUID,
    report_id: UUID,
    section_id: UUID,
    limit: int,
    after: tuple[Any, ...] | None,
) -> list[Signature]:
    """Also those that were taken back, under the text they stood under. Raises: SECTION_PROBLEMS, Forbidden."""
    await read(db, actor, student_id, report_id, section_id)
    return await records.signatures(db, actor, section_id, limit, after)


async def history(
    db: AsyncSession,
    actor: Actor,
    student_id: UUID,
    report_id: UUID,
    section_id: UUID,
    limit: int,
    after: tuple[Any, ...] | None,
) -> list[RecordChange]:
    """Raises: SECTION_PROBLEMS, Forbidden."""
    row = await read(db, actor, student_id, report_id, section_id)
    return await records.history(db, actor, SECTION.name, row.id, limit, after)
