"""Team reports, their sections, and the paper that was given out."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from sqlalchemy import select, true
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from app.auth import Actor
from app.models.fields import MOST_ON_FILE
from app.models.team_report import TeamReport, TeamReportPaper, TeamReportSection
from app.models.words.document import DocumentPart
from app.models.words.team_report import ReportSectionState, TeamReportState
from app.services.queries import record


async def page(
    db: AsyncSession,
    actor: Actor,
    student_id: UUID,
    filters: Mapping[str, Any],
    limit: int,
    after: tuple[Any, ...] | None,
) -> list[TeamReport]:
    """Newest first; one more than `limit` when there is more."""
    query = select(TeamReport).where(
        col(TeamReport.tenant_id) == actor.tenant_id,
        record.of_child(TeamReport.student_id, student_id),
    )
    for name, value in filters.items():
        if value is not None:
            query = query.where(getattr(TeamReport, name) == value)
    return await record.page(db, query, (col(TeamReport.id),), limit, after, newest_first=True)


async def issued(db: AsyncSession, actor: Actor, student_id: UUID) -> list[TeamReport]:
    """What the parents have and stands, the latest first."""
    wanted = {"state": TeamReportState.ISSUED}
    return await page(db, actor, student_id, wanted, MOST_ON_FILE, None)


async def sections(
    db: AsyncSession,
    actor: Actor,
    report_id: UUID,
    limit: int = MOST_ON_FILE,
    after: tuple[Any, ...] | None = None,
    *,
    sees_medical: bool = True,
) -> list[TeamReportSection]:
    """In the order in which they were asked for, without those that were withdrawn."""
    query = select(TeamReportSection).where(
        col(TeamReportSection.tenant_id) == actor.tenant_id,
        col(TeamReportSection.report_id) == report_id,
        col(TeamReportSection.state) != ReportSectionState.WITHDRAWN.value,
        true() if sees_medical else col(TeamReportSection.part) != DocumentPart.MEDICAL.value,
    )
    return await record.page(db, query, (col(TeamReportSection.id),), limit, after)


async def paper(db: AsyncSession, actor: Actor, report_id: UUID) -> TeamReportPaper | None:
    """What the parents were given; None before that."""
    query = select(TeamReportPaper).where(
        col(TeamReportPaper.tenant_id) == actor.tenant_id,
        col(TeamReportPaper.report_id) == report_id,
    )
    return await db.scalar(query)
