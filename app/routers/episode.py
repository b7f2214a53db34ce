"""A child's stays in the program."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Depends, Response

from app.auth import Actor, Db, Once, require
from app.errors import problems
from app.http import IfMatch, Route, etag
from app.models.fields import Bounded
from app.models.schemas.enrolment import EpisodeRead, EpisodeStep, EpisodeWarned, ReEntry
from app.models.schemas.record import ActionRead, ChangeRead, warned
from app.pagination import ById, CursorInvalid, Page, Paging, by_day, in_portions
from app.services import case, episode

router = APIRouter(
    prefix="/v1/students/{student_id}/enrolments", tags=["student"], route_class=Route
)
Reader = Annotated[Actor, Depends(require("student:read"))]
Writer = Annotated[Actor, Depends(require("event:write"))]


@router.get("", responses=problems(*case.OPEN_PROBLEMS, CursorInvalid))
async def list_enrolments(
    student_id: UUID,
    actor: Reader,
    db: Db,
    paging: Annotated[Paging, in_portions(by_day("row.referred_on", "row.id"))],
) -> Bounded[EpisodeWarned]:
    """Every stay of the child in the program, the first first."""
    rows = await episode.list_of(db, actor, student_id, paging.limit, paging.after)
    return paging.portion(rows, lambda shown: warned(EpisodeWarned, EpisodeRead, *shown))


@router.post("", status_code=201, responses=problems(*episode.RETURN_PROBLEMS))
async def re_enrol_student(
    student_id: UUID, body: ReEntry, actor: Writer, db: Once, response: Response
) -> EpisodeWarned:
    """The child comes back: a new stay in the same file, with a clock of its own and nothing typed again."""
    row, warnings = await episode.come_back(db, actor, student_id, body)
    response.headers["Location"] = f"/v1/students/{student_id}/enrolments/{row.id}"
    return warned(EpisodeWarned, EpisodeRead, row, warnings)


@router.get("/{enrolment_id}", responses=problems(*episode.READ_PROBLEMS))
async def get_enrolment(
    student_id: UUID, enrolment_id: UUID, actor: Reader, db: Db, response: Response
) -> EpisodeWarned:
    """One stay in the program."""
    row, warnings = await episode.read(db, actor, student_id, enrolment_id)
    response.headers["ETag"] = etag(row.version)
    return warned(EpisodeWarned, EpisodeRead, row, warnings)


@router.get("/{enrolment_id}/actions", responses=problems(*episode.READ_PROBLEMS))
async def list_enrolment_actions(
    student_id: UUID, enrolment_id: UUID, actor: Reader, db: Db
) -> Bounded[ActionRead]:
    """What may be done with the stay now; the way to a plan follows from the events."""
    return ActionRead.each(await episode.actions(db, actor, student_id, enrolment_id))


@router.post("/{enrolment_id}/steps", responses=problems(*episode.STEP_TAKE_PROBLEMS))
async def step_enrolment(
    student_id: UUID,
    enrolment_id: UUID,
    body: EpisodeStep,
    actor: Writer,
    db: Once,
    if_match: IfMatch,
    response: Response,
) -> EpisodeWarned:
    """Put on hold, go on, record a try to reach the family, lose contact, or end the stay for a federal reason."""
    row, warnings = await episode.take(db, actor, student_id, enrolment_id, body, if_match)
    response.headers["ETag"] = etag(row.version)
    return warned(EpisodeWarned, EpisodeRead, row, warnings)


@router.get("/{enrolment_id}/history", responses=problems(*episode.READ_PROBLEMS, CursorInvalid))
async def list_enrolment_history(
    student_id: UUID, enrolment_id: UUID, actor: Reader, db: Db, paging: ById
) -> Page[ChangeRead]:
    """Every step of the stay: who, when, why."""
    rows = await episode.history(db, actor, student_id, enrolment_id, paging.limit, paging.after)
    return paging.page(rows, ChangeRead)
