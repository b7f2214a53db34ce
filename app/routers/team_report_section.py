"""Sections of a team report: one a discipline, each signed by its author."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Depends, Response

from app.auth import Actor, Db, Once, require
from app.errors import problems
from app.http import IfMatch, Route, etag
from app.models.fields import Bounded
from app.models.schemas.record import ActionRead, ChangeRead, SignatureRead
from app.models.schemas.team_report import (
    ReportSectionCreate,
    ReportSectionRead,
    ReportSectionStep,
    ReportSectionUpdate,
)
from app.pagination import ById, CursorInvalid, Page, PortionById
from app.services.team_report import problems as wrong
from app.services.team_report import section, section_step

router = APIRouter(
    prefix="/v1/students/{student_id}/team-reports/{team_report_id}/sections",
    tags=["plan"],
    route_class=Route,
)
Reader = Annotated[Actor, Depends(require("student:read"))]
Writer = Annotated[Actor, Depends(require("student:write"))]
Lead = Annotated[Actor, Depends(require("letter:write"))]


@router.get("", responses=problems(*wrong.READ_PROBLEMS, CursorInvalid))
async def list_team_report_sections(
    student_id: UUID, team_report_id: UUID, actor: Reader, db: Db, paging: PortionById
) -> Bounded[ReportSectionRead]:
    """Those that stand in the report, in the order in which they were asked for: one a discipline."""
    rows = await section.list_of(db, actor, student_id, team_report_id, paging.limit, paging.after)
    return paging.portion(rows, ReportSectionRead)


@router.post("", status_code=201, responses=problems(*wrong.ASK_PROBLEMS))
async def ask_for_report_section(
    student_id: UUID,
    team_report_id: UUID,
    body: ReportSectionCreate,
    actor: Lead,
    db: Once,
    response: Response,
) -> ReportSectionRead:
    """Ask somebody of the child's team for the section of a discipline; a task tells them."""
    row = await section.ask(db, actor, student_id, team_report_id, body)
    response.headers["Location"] = (
        f"/v1/students/{student_id}/team-reports/{team_report_id}/sections/{row.id}"
    )
    return ReportSectionRead.model_validate(row)


@router.get("/{section_id}", responses=problems(*wrong.SECTION_PROBLEMS))
async def get_report_section(
    student_id: UUID,
    team_report_id: UUID,
    section_id: UUID,
    actor: Reader,
    db: Db,
    response: Response,
) -> ReportSectionRead:
    """One section as it reads now."""
    row = await section.read(db, actor, student_id, team_report_id, section_id)
    response.headers["ETag"] = etag(row.version)
    return ReportSectionRead.model_validate(row)


@router.patch("/{section_id}", responses=problems(*wrong.WRITE_PROBLEMS))
async def update_report_section(
    student_id: UUID,
    team_report_id: UUID,
    section_id: UUID,
    body: ReportSectionUpdate,
    actor: Writer,
    db: Db,
    if_match: IfMatch,
    response: Response,
) -> ReportSectionRead:
    """Write on at one's own section."""
    row = await section.change(db, actor, student_id, team_report_id, section_id, body, if_match)
    response.headers["ETag"] = etag(row.version)
    return ReportSectionRead.model_validate(row)


@router.get("/{section_id}/actions", responses=problems(*wrong.SECTION_PROBLEMS))
async def list_report_section_actions(
    student_id: UUID, team_report_id: UUID, section_id: UUID, actor: Reader, db: Db
) -> Bounded[ActionRead]:
    """What may be done with it now, and for the rest why not."""
    found = await section.actions(db, actor, student_id, team_report_id, section_id)
    return ActionRead.each(found)


@router.post("/{section_id}/steps", responses=problems(*wrong.SECTION_TAKE_PROBLEMS))
async def take_report_section_step(
    student_id: UUID,
    team_report_id: UUID,
    section_id: UUID,
    body: ReportSectionStep,
    actor: Writer,
    db: Once,
    if_match: IfMatch,
    response: Response,
) -> ReportSectionRead:
    """Sign it, co-sign an assistant's, give it back, take the signature back, take it out of the report."""
    row = await section_step.take(db, actor, student_id, team_report_id, section_id, body, if_match)
    response.headers["ETag"] = etag(row.version)
    return ReportSectionRead.model_validate(row)


@router.get("/{section_id}/signatures", responses=problems(*wrong.SECTION_PROBLEMS, CursorInvalid))
async def list_report_section_signatures(
    student_id: UUID,
    team_report_id: UUID,
    section_id: UUID,
    actor: Reader,
    db: Db,
    paging: PortionById,
) -> Bounded[SignatureRead]:
    """Who signed which text, oldest first; one that was taken back stands under its former text."""
    rows = await section.signatures(
        db, actor, student_id, team_report_id, section_id, paging.limit, paging.after
    )
    return paging.portion(rows, SignatureRead)


@router.get("/{section_id}/history", responses=problems(*wrong.SECTION_PROBLEMS, CursorInvalid))
async def list_report_section_history(
    student_id: UUID,
    team_report_id: UUID,
    section_id: UUID,
    actor: Reader,
    db: Db,
    paging: ById,
) -> Page[ChangeRead]:
    """Every change and step of it."""
    rows = await section.history(
        db, actor, student_id, team_report_id, section_id, paging.limit, paging.after
    )
    return paging.page(rows, ChangeRead)
