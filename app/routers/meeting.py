"""Meetings: set, moved, held, called off; who is asked and who came."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Depends, Query, Response

from app.auth import Actor, Db, Once, require
from app.errors import problems
from app.http import IfMatch, Route, etag
from app.models.fields import Bounded, Instant
from app.models.schemas.meeting import (
    InviteeCreate,
    InviteeRead,
    InviteeUpdate,
    MeetingCreate,
    MeetingFile,
    MeetingFilter,
    MeetingRead,
    MeetingStep,
    MeetingUpdate,
)
from app.models.schemas.record import ActionRead, ChangeRead
from app.models.words.meeting import MeetingKind, MeetingState
from app.pagination import ById, CursorInvalid, Page, Paging, by_instant, paged
from app.services import meeting, upkeep

router = APIRouter(prefix="/v1/meetings", tags=["meeting"], route_class=Route)
Reader = Annotated[Actor, Depends(require("meeting:read"))]
Writer = Annotated[Actor, Depends(require("meeting:write"))]


@router.get("", responses=problems(CursorInvalid))
async def list_meetings(
    actor: Reader,
    db: Db,
    paging: Annotated[Paging, paged(by_instant("starts_at"))],
    student_id: Annotated[UUID | None, Query(description="Only of this student.")] = None,
    kind: MeetingKind | None = None,
    state: MeetingState | None = None,
    principal_id: Annotated[
        UUID | None, Query(description="Only those to which this colleague is asked.")
    ] = None,
    starts_from: Annotated[Instant | None, Query(description="From this moment on.")] = None,
    starts_until: Annotated[Instant | None, Query(description="Before this moment.")] = None,
) -> Page[MeetingRead]:
    """Meetings by their start: the caseload's and the team's, or the program's for those who see it."""
    asked = MeetingFilter(
        student_id=student_id, kind=kind, state=state, principal_id=principal_id,
        starts_from=starts_from, starts_until=starts_until,
    )  # fmt: skip
    rows = await meeting.list_of(db, actor, asked, paging.limit, paging.after)
    return paging.page(rows, MeetingRead)


@router.post("", status_code=201, responses=problems(*meeting.SET_PROBLEMS))
async def propose_meeting(
    body: MeetingCreate, actor: Writer, db: Once, response: Response
) -> MeetingRead:
    """Propose a meeting; somebody of the staff who is busy at that hour needs a reason."""
    row = await meeting.propose(db, actor, body)
    response.headers["Location"] = f"/v1/meetings/{row.id}"
    return MeetingRead.model_validate(row)


@router.get("/{meeting_id}", responses=problems(*meeting.READ_PROBLEMS))
async def get_meeting(meeting_id: UUID, actor: Reader, db: Db, response: Response) -> MeetingFile:
    """A meeting with everybody who is asked, and when it was to be held before."""
    found = await meeting.read(db, actor, meeting_id)
    response.headers["ETag"] = etag(found["meeting"].version)
    return MeetingFile.model_validate(found)


@router.patch("/{meeting_id}", responses=problems(*meeting.READ_PROBLEMS))
async def update_meeting(
    meeting_id: UUID,
    body: MeetingUpdate,
    actor: Writer,
    db: Db,
    if_match: IfMatch,
    response: Response,
) -> MeetingRead:
    """Correct title, place or decisions; the hour moves by a step."""
    row = await meeting.change(db, actor, meeting_id, body, if_match)
    response.headers["ETag"] = etag(row.version)
    return MeetingRead.model_validate(row)


@router.post(
    "/{meeting_id}/invitees", status_code=201, responses=problems(*meeting.INVITE_PROBLEMS)
)
async def invite_to_meeting(
    meeting_id: UUID, body: InviteeCreate, actor: Writer, db: Once, response: Response
) -> InviteeRead:
    """Ask somebody more: a colleague, a contact, a person of an agency, or anybody by name."""
    row = await meeting.invite(db, actor, meeting_id, body)
    response.headers["Location"] = f"/v1/meetings/{meeting_id}"
    return InviteeRead.model_validate(row)


@router.patch("/{meeting_id}/invitees/{invitee_id}", responses=problems(*meeting.INVITEE_PROBLEMS))
async def update_invitee(
    meeting_id: UUID,
    invitee_id: UUID,
    body: InviteeUpdate,
    actor: Writer,
    db: Db,
    if_match: IfMatch,
    response: Response,
) -> InviteeRead:
    """What they answered, and afterwards whether they came; If-Match takes the invitee's `version`."""
    row = await meeting.answer(db, actor, meeting_id, invitee_id, body, if_match)
    response.headers["ETag"] = etag(row.version)
    return InviteeRead.model_validate(row)


@router.get("/{meeting_id}/invitees/{invitee_id}", responses=problems(*meeting.INVITEE_PROBLEMS))
async def get_invitee(
    meeting_id: UUID, invitee_id: UUID, actor: Reader, db: Db, response: Response
) -> InviteeRead:
    """Somebody who is asked: what they answered, and whether they came."""
    row = await meeting.read_invitee(db, actor, meeting_id, invitee_id)
    response.headers["ETag"] = etag(row.version)
    return InviteeRead.model_validate(row)


@router.get(
    "/{meeting_id}/invitees/{invitee_id}/actions", responses=problems(*meeting.INVITEE_PROBLEMS)
)
async def list_invitee_actions(
    meeting_id: UUID, invitee_id: UUID, actor: Reader, db: Db
) -> Bounded[ActionRead]:
    """What may be done with the invitation now."""
    row = await meeting.read_invitee(db, actor, meeting_id, invitee_id)
    return ActionRead.each(upkeep.actions(actor, upkeep.INVITEE, row))


@router.get(
    "/{meeting_id}/invitees/{invitee_id}/history",
    responses=problems(*meeting.INVITEE_PROBLEMS, CursorInvalid),
)
async def list_invitee_history(
    meeting_id: UUID, invitee_id: UUID, actor: Reader, db: Db, paging: ById
) -> Page[ChangeRead]:
    """Every answer there was, with day and person."""
    rows = await meeting.history_of_invitee(
        db, actor, meeting_id, invitee_id, paging.limit, paging.after
    )
    return paging.page(rows, ChangeRead)


@router.get("/{meeting_id}/actions", responses=problems(*meeting.READ_PROBLEMS))
async def list_meeting_actions(meeting_id: UUID, actor: Reader, db: Db) -> Bounded[ActionRead]:
    """What may be done with it now, and for the rest why not."""
    return ActionRead.each(await meeting.actions(db, actor, meeting_id))


@router.post("/{meeting_id}/steps", responses=problems(*meeting.MOVE_PROBLEMS))
async def move_meeting(
    meeting_id: UUID,
    body: MeetingStep,
    actor: Writer,
    db: Once,
    if_match: IfMatch,
    response: Response,
) -> MeetingRead:
    """Send notice, move it, hold it or call it off; what the law counts is recorded on the file."""
    row = await meeting.move(db, actor, meeting_id, body, if_match)
    response.headers["ETag"] = etag(row.version)
    return MeetingRead.model_validate(row)


@router.get("/{meeting_id}/history", responses=problems(*meeting.READ_PROBLEMS, CursorInvalid))
async def list_meeting_history(
    meeting_id: UUID, actor: Reader, db: Db, paging: ById
) -> Page[ChangeRead]:
    """Who set, moved, held or called it off, and why."""
    rows = await meeting.history(db, actor, meeting_id, paging.limit, paging.after)
    return paging.page(rows, ChangeRead)
