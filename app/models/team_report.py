"""Team reports for a review: one section a discipline, each signed by its author; the paper that the parents were given."""

from datetime import date
from typing import Any, ClassVar
from uuid import UUID

from sqlalchemy import CheckConstraint, Index, text

from app.models.base import SCHEMA, Record, TenantRow, list_column, one_of, within
from app.models.plan import json_list
from app.models.words.document import DocumentPart
from app.models.words.sheet import SheetLanguage
from app.models.words.staff import Discipline
from app.models.words.team_report import ReportOccasion, ReportSectionState, TeamReportState


class TeamReport(Record, table=True):
    """What a team tells the parents before a meeting. `given`: to whom, when and how, the first and every further copy."""

    __tablename__ = "team_report"
    __table_args__: ClassVar[Any] = (
        within("student_id", "student"),
        within("meeting_id", "meeting"),
        within("plan_id", "plan"),
        within("supersedes_id", "team_report"),
        within("superseded_by_id", "team_report"),
        one_of("occasion", ReportOccasion),
        one_of("state", TeamReportState),
        one_of("language", SheetLanguage),
        CheckConstraint("period_to >= period_from", name="order"),
        Index("ix_team_report_student", "tenant_id", "student_id", "id"),
        {"schema": SCHEMA},
    )
    student_id: UUID
    occasion: str
    title: str
    state: str = TeamReportState.DRAFT.value
    period_from: date
    period_to: date
    meeting_id: UUID | None = None
    plan_id: UUID | None = None
    supersedes_id: UUID | None = None
    superseded_by_id: UUID | None = None
    signed_on: date | None = None
    issued_on: date | None = None
    language: str | None = None
    given: list[dict[str, Any]] = json_list()


class TeamReportSection(Record, table=True):
    """What one discipline tells. `text_sha256` is the hash of what it says now: the text that is signed."""

    __tablename__ = "team_report_section"
    __table_args__: ClassVar[Any] = (
        within("student_id", "student"),
        within("report_id", "team_report"),
        within("author_id", "principal"),
        within("co_signer_id", "principal"),
        one_of("discipline", Discipline),
        one_of("part", DocumentPart),
        one_of("state", ReportSectionState),
        Index(
            "uq_team_report_section_discipline", "tenant_id", "report_id", "discipline", unique=True,
            postgresql_where=text("state <> 'withdrawn'"),
        ),
        Index("ix_team_report_section_report", "tenant_id", "report_id", "id"),
        {"schema": SCHEMA},
    )  # fmt: skip
    student_id: UUID
    report_id: UUID
    author_id: UUID
    discipline: str
    part: str
    state: str = ReportSectionState.OPEN.value
    due_on: date
    done: str | None = None
    seen: str | None = None
    progress: list[dict[str, Any]] = json_list()
    recommendations: str | None = None
    text_sha256: str
    co_signer_id: UUID | None = None
    signed_on: date | None = None


class TeamReportPaper(TenantRow, table=True):
    """The exact file that the parents were given, and its hash. Never changed."""

    __tablename__ = "team_report_paper"
    __table_args__: ClassVar[Any] = (
        within("student_id", "student"),
        within("report_id", "team_report"),
        Index("uq_team_report_paper_report", "tenant_id", "report_id", unique=True),
        {"schema": SCHEMA},
    )
    student_id: UUID
    report_id: UUID
    sha256: str
    pdf: bytes
    is_accessible: bool
    problems: list[str] = list_column()
