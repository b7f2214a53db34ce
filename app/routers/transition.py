"""The hand-over, from the program's side: notice, packet."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Depends, Response

from app.auth import Actor, Db, Directories, Once, Stored, require
from app.errors import problems
from app.http import IfMatch, IfNoneMatch, Route, download, etag, is_file, json_response
from app.models.fields import Bounded
from app.models.schemas.event import EventRead
from app.models.schemas.record import ActionRead, ChangeRead
from app.models.schemas.transition import (
    ConferenceDeclineCreate,
    ConferenceDeclineWithdrawal,
    LeaNotificationCreate,
    OptOutCreate,
    OptOutWithdrawal,
    PacketContent,
    PacketRead,
    PacketReadiness,
    PacketRelease,
    TransitionOverview,
    TransitionPlanEstablish,
    TransitionPlanRead,
    TransitionPlanUpdate,
    TransitionSettingRead,
    TransitionSettingUpdate,
)
from app.pagination import ById, CursorInvalid, Page, PortionById
from app.routing import HANDED_OUT
from app.services import case, transition
from app.services.transition import declining, lead, objection, overview, plan, readiness

router = APIRouter(prefix="/v1/students/{student_id}", tags=["transition"], route_class=Route)
ZIP = "application/zip"
ARCHIVE = is_file(ZIP, "The archive, byte for byte as the district pulls it.")
Reader = Annotated[Actor, Depends(require("student:read"))]
Releaser = Annotated[Actor, Depends(require("transition:write"))]


@router.post("/lea-notifications", status_code=201, responses=problems(*transition.NOTIFY_PROBLEMS))
async def notify_district(
    student_id: UUID, body: LeaNotificationCreate, actor: Releaser, db: Once
) -> EventRead:
    """Tell the district that the child will turn three: name, birth date, parents' contacts, nothing else."""
    return EventRead.model_validate(await transition.notify(db, actor, student_id, body))


@router.get("/packets", responses=problems(*case.OPEN_PROBLEMS, CursorInvalid))
async def list_released_packets(
    student_id: UUID, actor: Reader, db: Db, paging: PortionById
) -> Bounded[PacketRead]:
    """Packets released of this student, with their hashes and whether the district pulled them."""
    rows = await transition.list_packets(db, actor, student_id, paging.limit, paging.after)
    return paging.portion(rows, PacketRead)


@router.post("/packets", status_code=201, responses=problems(*transition.RELEASE_PROBLEMS))
async def release_packet(
    student_id: UUID, body: PacketRelease, actor: Releaser, db: Once, directory: Directories
) -> PacketRead:
    """Release the packet to the district as a frozen snapshot; a later one is a numbered supplement."""
    return PacketRead.model_validate(
        await transition.release(db, directory, actor, student_id, body)
    )


@router.get(
    "/packets/{packet_id}",
    response_model=PacketContent,
    responses=problems(*transition.READ_PROBLEMS),
    openapi_extra=HANDED_OUT,
)
async def get_released_packet(
    student_id: UUID, packet_id: UUID, actor: Reader, db: Db, if_none_match: IfNoneMatch = None
) -> Response:
    """What the district gets, byte for byte as released, also after a withdrawal."""
    row = await transition.read_packet(db, actor, student_id, packet_id)
    name = f"packet-{packet_id}.json"
    return download(row.content.encode(), "application/json", name, row.sha256, if_none_match)


@router.get(
    "/packets/{packet_id}/archive",
    response_class=Response,
    responses={**ARCHIVE, **problems(*transition.READ_PROBLEMS)},
    openapi_extra=HANDED_OUT,
)
async def get_released_packet_archive(
    student_id: UUID,
    packet_id: UUID,
    actor: Reader,
    db: Db,
    files: Stored,
    if_none_match: IfNoneMatch = None,
) -> Response:
    """The archive that the district gets: to be looked through, printed, or handed to the family."""
    body, sha256 = await transition.read_archive(db, files, actor, student_id, packet_id)
    return download(body, ZIP, f"packet-{packet_id}.zip", sha256, if_none_match)


@router.get("/transition", responses=problems(*case.OPEN_PROBLEMS))
async def get_transition(student_id: UUID, actor: Reader, db: Db) -> TransitionOverview:
    """Where the way to the district stands: state, clocks, and what to do next. Derived, never typed."""
    return TransitionOverview.model_validate(await overview.overview(db, actor, student_id))


@router.get("/packet-readiness", responses=problems(*case.OPEN_PROBLEMS))
async def get_packet_readiness(student_id: UUID, actor: Reader, db: Db) -> PacketReadiness:
    """What a packet released now would hold, what is missing, what the parent withholds."""
    return PacketReadiness.model_validate(await readiness.readiness(db, actor, student_id))


@router.get(
    "/consents/{consent_id}/packet-preview",
    response_model=PacketContent,
    responses=problems(*transition.RELEASE_PROBLEMS),
)
async def preview_packet(
    student_id: UUID, consent_id: UUID, actor: Reader, db: Db, directory: Directories
) -> Response:
    """The packet that a release on this consent would freeze now. Nothing is kept, and nobody is told."""
    return json_response(await transition.preview(db, directory, actor, student_id, consent_id))


@router.post("/notice-objections", status_code=201, responses=problems(*objection.OBJECT_PROBLEMS))
async def object_to_notice(
    student_id: UUID, body: OptOutCreate, actor: Releaser, db: Once
) -> EventRead:
    """The parent objects to the notice, where the State lets parents; nothing stays readable for the district."""
    return EventRead.model_validate(await objection.object_to_notice(db, actor, student_id, body))


@router.post("/notice-objections/withdrawal", responses=problems(*objection.WITHDRAW_PROBLEMS))
async def withdraw_objection(
    student_id: UUID, body: OptOutWithdrawal, actor: Releaser, db: Once
) -> EventRead:
    """The parent takes the objection back; the duty to notify runs again."""
    return EventRead.model_validate(await objection.take_back(db, actor, student_id, body))


@router.post(
    "/conference-declines", status_code=201, responses=problems(*declining.DECLINE_PROBLEMS)
)
async def decline_conference(
    student_id: UUID, body: ConferenceDeclineCreate, actor: Releaser, db: Once
) -> EventRead:
    """The family declines the transition conference; its clock ends, and the plan and the notice stay due."""
    return EventRead.model_validate(await declining.decline(db, actor, student_id, body))


@router.post("/conference-declines/withdrawal", responses=problems(*declining.TAKE_BACK_PROBLEMS))
async def withdraw_conference_decline(
    student_id: UUID, body: ConferenceDeclineWithdrawal, actor: Releaser, db: Once
) -> EventRead:
    """The family wants the conference after all; its clock runs again."""
    return EventRead.model_validate(await declining.take_back(db, actor, student_id, body))


@router.get("/transition-plans", responses=problems(*case.OPEN_PROBLEMS, CursorInvalid))
async def list_transition_plans(
    student_id: UUID, actor: Reader, db: Db, paging: PortionById
) -> Bounded[TransitionPlanRead]:
    """The plan in force and those it replaced."""
    rows = await plan.list_of(db, actor, student_id, paging.limit, paging.after)
    return paging.portion(rows, plan.shown)


@router.post("/transition-plans", status_code=201, responses=problems(*plan.BEGIN_PROBLEMS))
async def begin_transition_plan(
    student_id: UUID, body: TransitionPlanUpdate, actor: Releaser, db: Once, response: Response
) -> TransitionPlanRead:
    """Begin the plan; whether the child may be eligible for Part B is a fact the clocks reckon with."""
    row = await plan.begin(db, actor, student_id, body)
    response.headers["Location"] = f"/v1/students/{student_id}/transition-plans/{row.id}"
    return plan.shown(row)


@router.get("/transition-plans/{transition_plan_id}", responses=problems(*plan.READ_PROBLEMS))
async def get_transition_plan(
    student_id: UUID, transition_plan_id: UUID, actor: Reader, db: Db, response: Response
) -> TransitionPlanRead:
    """One plan, with what it still lacks."""
    row = await plan.read(db, actor, student_id, transition_plan_id)
    response.headers["ETag"] = etag(row.version)
    return plan.shown(row)


@router.patch("/transition-plans/{transition_plan_id}", responses=problems(*plan.CHANGE_PROBLEMS))
async def update_transition_plan(
    student_id: UUID,
    transition_plan_id: UUID,
    body: TransitionPlanUpdate,
    actor: Releaser,
    db: Db,
    if_match: IfMatch,
    response: Response,
) -> TransitionPlanRead:
    """Write on; note steps done."""
    row = await plan.change(db, actor, student_id, transition_plan_id, body, if_match)
    response.headers["ETag"] = etag(row.version)
    return plan.shown(row)


@router.post(
    "/transition-plans/{transition_plan_id}/establishment",
    responses=problems(*plan.ESTABLISH_PROBLEMS),
)
async def establish_transition_plan(
    student_id: UUID,
    transition_plan_id: UUID,
    body: TransitionPlanEstablish,
    actor: Releaser,
    db: Once,
    if_match: IfMatch,
    response: Response,
) -> TransitionPlanRead:
    """Write the complete plan into the IFSP; the clock of the plan is met."""
    row = await plan.establish(db, actor, student_id, transition_plan_id, body, if_match)
    response.headers["ETag"] = etag(row.version)
    return plan.shown(row)


@router.get(
    "/transition-plans/{transition_plan_id}/actions", responses=problems(*plan.READ_PROBLEMS)
)
async def list_transition_plan_actions(
    student_id: UUID, transition_plan_id: UUID, actor: Reader, db: Db
) -> Bounded[ActionRead]:
    """What may be done with the plan now, and what it still lacks."""
    return ActionRead.each(await plan.actions(db, actor, student_id, transition_plan_id))


@router.get(
    "/transition-plans/{transition_plan_id}/history",
    responses=problems(*plan.READ_PROBLEMS, CursorInvalid),
)
async def list_transition_plan_history(
    student_id: UUID, transition_plan_id: UUID, actor: Reader, db: Db, paging: ById
) -> Page[ChangeRead]:
    """Every change of the plan."""
    rows = await plan.history(db, actor, student_id, transition_plan_id, paging.limit, paging.after)
    return paging.page(rows, ChangeRead)


settings = APIRouter(prefix="/v1/transition-settings", tags=["transition"], route_class=Route)
Administrator = Annotated[Actor, Depends(require("program:write"))]
Program = Annotated[Actor, Depends(require("program:read"))]


@settings.get("", responses=problems())
async def get_transition_settings(
    actor: Program, db: Db, response: Response
) -> TransitionSettingRead:
    """Whether districts are notified by themselves, and how long before the date."""
    row = await lead.setting(db, actor)
    response.headers["ETag"] = etag(row.version)
    return TransitionSettingRead.model_validate(row)


@settings.patch("", responses=problems(*lead.SET_PROBLEMS))
async def update_transition_settings(
    body: TransitionSettingUpdate,
    actor: Administrator,
    db: Db,
    if_match: IfMatch,
    response: Response,
) -> TransitionSettingRead:
    """Let districts be notified by themselves, or no longer."""
    row = await lead.set_lead(db, actor, body, if_match)
    response.headers["ETag"] = etag(row.version)
    return TransitionSettingRead.model_validate(row)
