"""The exact text of a section: what its author signs."""

from sqlalchemy.ext.asyncio import AsyncSession

from app.auth import Actor
from app.canonical import canonical, digest
from app.models.team_report import TeamReport, TeamReportSection
from app.services import record
from app.services.team_report.problems import SectionNotFound

SECTION = record.Kind("team-report-section", TeamReportSection, SectionNotFound)
SAID = (
    "student_id", "report_id", "author_id", "discipline", "part", "done", "seen", "progress", "recommendations",
)  # fmt: skip


def text_hash(report: TeamReport, row: TeamReportSection) -> str:
    """Of everything a signature stands for: who says what, for which discipline, of which days."""
    said = {name: record.plain(getattr(row, name)) for name in SAID}
    period = {"period_from": str(report.period_from), "period_to": str(report.period_to)}
    return digest(canonical(said | period))


def rehash(db: AsyncSession, actor: Actor, report: TeamReport, row: TeamReportSection) -> None:
    """The report is of other days now."""
    record.change(db, actor, SECTION, row, {"text_sha256": text_hash(report, row)})
