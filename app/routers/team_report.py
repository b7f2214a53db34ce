"""Team reports of a student: opened, put together, given to the parents before the meeting."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Depends, Query, Response

from app.auth import Actor, Db, Once, require
from app.errors import problems
from app.http import PDF_TYPE, IfMatch, IfNoneMatch, Route, download, etag, is_file
from app.models.fields import Bounded
from app.models.schemas.record import ActionRead, ChangeRead, SignatureRead
from app.models.schemas.team_report import (
    TeamReportCreate,
    TeamReportRead,
    TeamReportRow,
    TeamReportStep,
    TeamReportUpdate,
)
from app.models.words.sheet import SheetLanguage
from app.models.words.team_report import ReportOccasion, TeamReportState
from app.pagination import ById, CursorInvalid, Page, PortionById
from app.routing import HANDED_OUT
from app.services import case
from app.services.team_report import paper, report, step
from app.services.team_report import problems as wrong

router = APIRouter(
    prefix="/v1/students/{student_id}/team-reports", tags=["plan"], route_class=Route
)
Reader = Annotated[Actor, Depends(require("student:read"))]
Lead = Annotated[Actor, Depends(require("letter:write"))]
PDF = is_file(PDF_TYPE, "A draft, or the report as it was issued: PDF/UA-1 and PDF/A-2a.")


@router.get("", responses=problems(*case.OPEN_PROBLEMS, CursorInvalid))
async def list_team_reports(
    student_id: UUID,
    actor: Reader,
    db: Db,
    paging: ById,
    occasion: Annotated[
        ReportOccasion | None, Query(description="Only for such a meeting.")
    ] = None,
    state: Annotated[TeamReportState | None, Query(description="Only in this state.")] = None,
) -> Page[TeamReportRow]:
    """Team reports of the file, newest first, without their sections."""
    filters = {"occasion": occasion, "state": state}
    rows = await report.list_of(db, actor, student_id, filters, paging.limit, paging.after)
    return paging.page(rows, TeamReportRow)


@router.post("", status_code=201, responses=problems(*wrong.OPEN_PROBLEMS))
async def open_team_report(
    student_id: UUID, body: TeamReportCreate, actor: Lead, db: Once, response: Response
) -> TeamReportRead:
    """Open a report for a review, an annual or another meeting of the team."""
    found = await report.open_report(db, actor, student_id, body)
    response.headers["Location"] = f"/v1/students/{student_id}/team-reports/{found['id']}"
    return TeamReportRead.model_validate(found)


@router.get("/{team_report_id}", responses=problems(*wrong.READ_PROBLEMS))
async def get_team_report(
    student_id: UUID, team_report_id: UUID, actor: Reader, db: Db, response: Response
) -> TeamReportRead:
    """One report with its sections, the day of its meeting, and what should be looked at."""
    found = await report.read(db, actor, student_id, team_report_id)
    response.headers["ETag"] = etag(found["version"])
    return TeamReportRead.model_validate(found)


@router.patch("/{team_report_id}", responses=problems(*wrong.CHANGE_PROBLEMS))
async def update_team_report(
    student_id: UUID,
    team_report_id: UUID,
    body: TeamReportUpdate,
    actor: Lead,
    db: Db,
    if_match: IfMatch,
    response: Response,
) -> TeamReportRead:
    """Name its meeting or plan; before the first signature also what it is for and of which days."""
    found = await report.change(db, actor, student_id, team_report_id, body, if_match)
    response.headers["ETag"] = etag(found["version"])
    return TeamReportRead.model_validate(found)


@router.get(
    "/{team_report_id}/report.pdf",
    response_class=Response,
    responses={**PDF, **problems(*wrong.PRINT_PROBLEMS)},
    openapi_extra=HANDED_OUT,
)
async def print_team_report(
    student_id: UUID,
    team_report_id: UUID,
    actor: Reader,
    db: Db,
    language: Annotated[
        SheetLanguage | None,
        Query(
            description="Of a draft's headings; absent: the child's, else English. What was issued stays."
        ),
    ] = None,
    if_none_match: IfNoneMatch = None,
) -> Response:
    """The report on paper: marked as a draft until it is issued, from then on the same file byte for byte."""
    pdf, sha256 = await paper.print_report(db, actor, student_id, team_report_id, language)
    return download(pdf, PDF_TYPE, "team-report.pdf", sha256, if_none_match)


@router.get("/{team_report_id}/actions", responses=problems(*wrong.READ_PROBLEMS))
async def list_team_report_actions(
    student_id: UUID, team_report_id: UUID, actor: Reader, db: Db
) -> Bounded[ActionRead]:
    """What may be done with it now, and for the rest why not."""
    return ActionRead.each(await report.actions(db, actor, student_id, team_report_id))


@router.post("/{team_report_id}/steps", responses=problems(*wrong.TAKE_PROBLEMS))
async def take_team_report_step(
    student_id: UUID,
    team_report_id: UUID,
    body: TeamReportStep,
    actor: Lead,
    db: Once,
    if_match: IfMatch,
    response: Response,
) -> TeamReportRead:
    """Send it to review, put it together, give it to the parents; reopen or void it with the reason."""
    found = await step.take(db, actor, student_id, team_report_id, body, if_match)
    response.headers["ETag"] = etag(found["version"])
    return TeamReportRead.model_validate(found)


@router.get("/{team_report_id}/signatures", responses=problems(*wrong.READ_PROBLEMS, CursorInvalid))
async def list_team_report_signatures(
    student_id: UUID, team_report_id: UUID, actor: Reader, db: Db, paging: PortionById
) -> Bounded[SignatureRead]:
    """Of who put it together, oldest first; each section has its own."""
    rows = await report.signatures(
        db, actor, student_id, team_report_id, paging.limit, paging.after
    )
    return paging.portion(rows, SignatureRead)


@router.get("/{team_report_id}/history", responses=problems(*wrong.READ_PROBLEMS, CursorInvalid))
async def list_team_report_history(
    student_id: UUID, team_report_id: UUID, actor: Reader, db: Db, paging: ById
) -> Page[ChangeRead]:
    """Every change and step of it."""
    rows = await report.history(db, actor, student_id, team_report_id, paging.limit, paging.after)
    return paging.page(rows, ChangeRead)
