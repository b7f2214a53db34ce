"""The same child in two files: candidates with reasons, and a person's decision, which can be taken back."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Depends, Response

from app.auth import Actor, Db, Once, require
from app.errors import problems
from app.http import IfMatch, Route, etag
from app.models.fields import Bounded
from app.models.schemas.duplicate import LinkCreate, LinkRead, LinkStep, MergedFile
from app.models.schemas.record import ActionRead, ChangeRead
from app.models.schemas.referral import PossibleDuplicate
from app.pagination import ById, CursorInvalid, Page, PortionById
from app.services import case, duplicate

router = APIRouter(prefix="/v1/students/{student_id}", tags=["student"], route_class=Route)
Reader = Annotated[Actor, Depends(require("student:read"))]
Linker = Annotated[Actor, Depends(require("student:link"))]


@router.get("/possible-duplicates", responses=problems(*case.OPEN_PROBLEMS))
async def list_possible_duplicates_of_student(
    student_id: UUID, actor: Linker, db: Db
) -> Bounded[PossibleDuplicate]:
    """Other files that may be this child's, with the reasons; those decided on already are left out."""
    return await duplicate.possible_duplicates(db, actor, student_id)


@router.get("/merged-files", responses=problems(*case.OPEN_PROBLEMS))
async def list_merged_files(student_id: UUID, actor: Reader, db: Db) -> Bounded[MergedFile]:
    """Everything of the files that were merged into this one."""
    files = await duplicate.files(db, actor, student_id)
    return MergedFile.each(files)


@router.get("/links", responses=problems(*case.OPEN_PROBLEMS, CursorInvalid))
async def list_student_links(
    student_id: UUID, actor: Reader, db: Db, paging: PortionById
) -> Bounded[LinkRead]:
    """What was decided of this file and others."""
    rows = await duplicate.list_of(db, actor, student_id, paging.limit, paging.after)
    return paging.portion(rows, LinkRead)


@router.post("/links", status_code=201, responses=problems(*duplicate.LINK_PROBLEMS))
async def link_students(
    student_id: UUID, body: LinkCreate, actor: Linker, db: Once, response: Response
) -> LinkRead:
    """Link two files of one child, merge the other into this one, or say that they are two children."""
    row = await duplicate.decide(db, actor, student_id, body)
    response.headers["Location"] = f"/v1/students/{student_id}/links/{row.id}"
    return LinkRead.model_validate(row)


@router.get("/links/{link_id}", responses=problems(*case.OPEN_PROBLEMS, duplicate.LinkNotFound))
async def get_student_link(
    student_id: UUID, link_id: UUID, actor: Reader, db: Db, response: Response
) -> LinkRead:
    """One decision on two files."""
    row = await duplicate.read(db, actor, student_id, link_id)
    response.headers["ETag"] = etag(row.version)
    return LinkRead.model_validate(row)


@router.get(
    "/links/{link_id}/actions", responses=problems(*case.OPEN_PROBLEMS, duplicate.LinkNotFound)
)
async def list_student_link_actions(
    student_id: UUID, link_id: UUID, actor: Reader, db: Db
) -> Bounded[ActionRead]:
    """What may be decided of the two files now."""
    return ActionRead.each(await duplicate.actions(db, actor, student_id, link_id))


@router.post("/links/{link_id}/steps", responses=problems(*duplicate.MOVE_PROBLEMS))
async def step_student_link(
    student_id: UUID,
    link_id: UUID,
    body: LinkStep,
    actor: Linker,
    db: Once,
    if_match: IfMatch,
    response: Response,
) -> LinkRead:
    """Merge, link, part or split two files; nothing of either is lost by any of these."""
    row = await duplicate.step(db, actor, student_id, link_id, body, if_match)
    response.headers["ETag"] = etag(row.version)
    return LinkRead.model_validate(row)


@router.get(
    "/links/{link_id}/history",
    responses=problems(*case.OPEN_PROBLEMS, duplicate.LinkNotFound, CursorInvalid),
)
async def list_student_link_history(
    student_id: UUID, link_id: UUID, actor: Reader, db: Db, paging: ById
) -> Page[ChangeRead]:
    """Who decided what of the two files, when and why."""
    rows = await duplicate.history(db, actor, student_id, link_id, paging.limit, paging.after)
    return paging.page(rows, ChangeRead)
