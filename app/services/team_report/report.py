"""Team reports: opened and put together by the child's coordinator, read by whoever sees the file."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from app import outbox
from app.auth import Actor
from app.canonical import canonical, digest
from app.models.history import RecordChange
from app.models.meeting import Meeting
from app.models.plan import Plan
from app.models.schemas.team_report import TeamReportCreate, TeamReportRow, TeamReportUpdate
from app.models.signature import Signature
from app.models.student import Student
from app.models.team_report import TeamReport, TeamReportSection
from app.models.words.document import DocumentPart
from app.models.words.team_report import ReportSectionState, TeamReportState
from app.services import case, record
from app.services.document import MEDICAL_READ
from app.services.meeting.kind import MeetingNotFound
from app.services.plan.kind import PlanNotFound
from app.services.queries import case as cases
from app.services.queries import record as records
from app.services.queries import student as students
from app.services.queries import team_report as queries
from app.services.team_report import meeting, section_text, warn
from app.services.team_report.machine import MACHINE, UNSEALED, Facts
from app.services.team_report.problems import (
    NothingToSupersede,
    TeamReportDates,
    TeamReportFixed,
    TeamReportIsCoordinators,
    TeamReportNotFound,
)
from app.services.workflow import Action

S = TeamReportState
REPORT = record.Kind("team-report", TeamReport, TeamReportNotFound)
SUPERVISES = "staff:write"
HEADING = ("student_id", "occasion", "title", "period_from", "period_to", "plan_id")
BEFORE_SIGNATURES = {"occasion", "title", "period_from", "period_to"}
PERIOD = {"period_from", "period_to"}
Whole = dict[str, Any]
"""What TeamReportRead shows."""


async def list_of(
    db: AsyncSession,
    actor: Actor,
    student_id: UUID,
    filters: Mapping[str, Any],
    limit: int,
    after: tuple[Any, ...] | None,
) -> list[TeamReport]:
    """Newest first; one more than `limit` when there is more. Raises: OPEN_PROBLEMS of case."""
    await case.open_file(db, actor, student_id)
    record.listed(db, actor, REPORT, [student_id])
    return await queries.page(db, actor, student_id, filters, limit, after)


async def read(db: AsyncSession, actor: Actor, student_id: UUID, report_id: UUID) -> Whole:
    """Raises: READ_PROBLEMS."""
    return await whole(db, actor, await record.read(db, actor, REPORT, report_id, student_id))


async def whole(db: AsyncSession, actor: Actor, row: TeamReport) -> Whole:
    """A report with what the caller may read of it, and what should be looked at."""
    sections = await queries.sections(db, actor, row.id)
    met = await meeting.of(db, actor, row)
    plan = await records.one(db, actor, Plan, row.plan_id) if row.plan_id else None
    shown = seen(actor, sections)
    return {
        **{name: getattr(row, name) for name in TeamReportRow.model_fields},
        "sections": shown,
        "meets_on": met.on if met else None,
        "text_sha256": text_hash(row, sections),
        "warnings": warn.of(actor, row, shown, plan, met.on if met else None),
    }


def seen(actor: Actor, sections: Sequence[TeamReportSection]) -> list[TeamReportSection]:
    """Without `medical:read` the educational part alone."""
    reads_all = MEDICAL_READ in actor.scopes
    return [s for s in sections if reads_all or s.part != DocumentPart.MEDICAL]


def text_hash(row: TeamReport, sections: Sequence[TeamReportSection]) -> str:
    """Of everything the coordinator signs: for which child, of which days, and each section as it is signed."""
    heading = {name: record.plain(getattr(row, name)) for name in HEADING}
    signed = [{"discipline": s.discipline, "text_sha256": s.text_sha256} for s in sections]
    return digest(canonical(heading | {"sections": signed}))


async def leads(db: AsyncSession, actor: Actor, student_id: UUID) -> bool:
    """Whether the caller is the child's coordinator, or supervises."""
    if SUPERVISES in actor.scopes:
        return True
    me, holder = db.info["principal_id"], await case.holder(db, actor, student_id)
    team = await students.live_assignments(db, actor, holder)
    return any(a.principal_id == me and a.role == "coordinator" for a in team)


async def require_lead(db: AsyncSession, actor: Actor, student_id: UUID) -> None:
    """Raises: TeamReportIsCoordinators."""
    if not await leads(db, actor, student_id):
        raise TeamReportIsCoordinators


async def open_report(
    db: AsyncSession, actor: Actor, student_id: UUID, body: TeamReportCreate
) -> Whole:
    """Raises: OPEN_PROBLEMS."""
    student = await case.lock_file(db, actor, student_id)
    await require_lead(db, actor, student_id)
    row = TeamReport(tenant_id=actor.tenant_id, student_id=student.id, **body.model_dump())
    _check_period(student, row)
    await _require_links(db, actor, row)
    if row.supersedes_id is not None:
        await _require_issued(db, actor, row)
    record.add(db, actor, REPORT, row)
    tell(db, actor, row, "opened")
    return await whole(db, actor, row)


async def _require_issued(db: AsyncSession, actor: Actor, row: TeamReport) -> None:
    """Raises: TeamReportNotFound, StudentMerged, NothingToSupersede."""
    assert row.supersedes_id is not None  # noqa: S101 - asked before
    former = await records.one(db, actor, TeamReport, row.supersedes_id)
    if former is None or not await records.is_of_child(db, former.student_id, row.student_id):
        raise TeamReportNotFound
    if former.student_id != row.student_id:
        raise case.StudentMerged(record.ONLY_READ, merged_into=str(row.student_id))
    if former.state != S.ISSUED:
        raise NothingToSupersede


async def _require_links(db: AsyncSession, actor: Actor, row: TeamReport) -> None:
    """Raises: MeetingNotFound, PlanNotFound."""
    links = ((Meeting, row.meeting_id, MeetingNotFound), (Plan, row.plan_id, PlanNotFound))
    for table, linked_id, missing in links:
        if linked_id is None:
            continue
        linked: Any = await records.one(db, actor, table, linked_id)
        of = linked.student_id if linked is not None else None
        if of is None or not await records.is_of_child(db, of, row.student_id):
            raise missing


def _check_period(student: Student, row: TeamReport) -> None:
    """Raises: TeamReportDates."""
    if not student.born_on <= row.period_from <= row.period_to:
        raise TeamReportDates("The period begins after the birth and ends after it begins.")


async def change(
    db: AsyncSession,
    actor: Actor,
    student_id: UUID,
    report_id: UUID,
    body: TeamReportUpdate,
    if_match: str,
) -> Whole:
    """Apply a merge patch. Raises: CHANGE_PROBLEMS, VersionStale."""
    row = await record.open_for_change(db, actor, REPORT, report_id, if_match, student_id)
    await require_lead(db, actor, row.student_id)
    said = body.model_dump(exclude_unset=True)
    changes = {name: new for name, new in said.items() if record.plain(getattr(row, name)) != record.plain(new)}  # fmt: skip
    sections = await queries.sections(db, actor, row.id)
    _require_open(row, sections, changes)
    after = TeamReport(**row.model_dump() | changes)
    student = await cases.student(db, actor, row.student_id)
    assert student is not None  # noqa: S101 - the report is of this file
    _check_period(student, after)
    await _require_links(db, actor, after)
    record.change(db, actor, REPORT, row, changes)
    if not PERIOD.isdisjoint(changes):
        for section in sections:
            section_text.rehash(db, actor, row, section)
    return await whole(db, actor, row)


def _require_open(
    row: TeamReport, sections: Sequence[TeamReportSection], changes: Mapping[str, Any]
) -> None:
    """Raises: TeamReportFixed."""
    is_signed = any(s.state != ReportSectionState.OPEN for s in sections)
    if row.state in UNSEALED and not (is_signed and not BEFORE_SIGNATURES.isdisjoint(changes)):
        return
    if row.state == S.SIGNED and set(changes) <= {"meeting_id"}:
        return
    if changes:
        raise TeamReportFixed


async def facts_of(db: AsyncSession, actor: Actor, row: TeamReport) -> Facts:
    sections = await queries.sections(db, actor, row.id)
    is_lead = await leads(db, actor, row.student_id)
    return Facts(row, sections, db.info["principal_id"], is_lead)


async def actions(
    db: AsyncSession, actor: Actor, student_id: UUID, report_id: UUID
) -> list[Action]:
    """Raises: READ_PROBLEMS."""
    row = await record.read(db, actor, REPORT, report_id, student_id)
    return MACHINE.actions(
        actor, row.state, await facts_of(db, actor, row), record.only_read(row, student_id)
    )


async def signatures(
    db: AsyncSession,
    actor: Actor,
    student_id: UUID,
    report_id: UUID,
    limit: int,
    after: tuple[Any, ...] | None,
) -> list[Signature]:
    """Of who put it together. Raises: READ_PROBLEMS."""
    await record.read(db, actor, REPORT, report_id, student_id)
    return await records.signatures(db, actor, report_id, limit, after)


async def history(
    db: AsyncSession,
    actor: Actor,
    student_id: UUID,
    report_id: UUID,
    limit: int,
    after: tuple[Any, ...] | None,
) -> list[RecordChange]:
    """Raises: READ_PROBLEMS."""
    return await record.history(db, actor, REPORT, report_id, limit, after, student_id)


def tell(db: AsyncSession, actor: Actor, row: TeamReport, what: str) -> None:
    outbox.tell(
        db, actor, f"team-report.{what}", team_report_id=row.id, student_id=row.student_id, state=row.state
    )  # fmt: skip


def day_of(actor: Actor, given: date | None, earliest: date | None) -> date:
    """Raises: TeamReportDates."""
    on = given or actor.today()
    if on > actor.today() or (earliest is not None and on < earliest):
        since = f"between {earliest} and today" if earliest else "not after today"
        raise TeamReportDates(f"The day lies {since}.")
    return on
