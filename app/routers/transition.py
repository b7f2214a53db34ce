"""The hand-over, from the program's side: notice, packet."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Depends

from app.auth import Actor, Db, Directories, Once, require
from app.errors import problems
from app.http import Route
from app.models.fields import Bounded
from app.models.schemas.event import EventRead
from app.models.schemas.transition import (
    LeaNotificationCreate,
    PacketRead,
    PacketRelease,
)
from app.services import case, transition

router = APIRouter(prefix="/v1/students/{student_id}", tags=["transition"], route_class=Route)
Reader = Annotated[Actor, Depends(require("student:read"))]
Releaser = Annotated[Actor, Depends(require("transition:write"))]


@router.post("/lea-notifications", status_code=201, responses=problems(*transition.NOTIFY_PROBLEMS))
async def notify_district(
    student_id: UUID, body: LeaNotificationCreate, actor: Releaser, db: Once
) -> EventRead:
    """Tell the district that the child will turn three: name, birth date, parents' contacts, nothing else."""
    return EventRead.model_validate(await transition.notify(db, actor, student_id, body))


@router.get("/packets", responses=problems(*case.OPEN_PROBLEMS))
async def list_released_packets(student_id: UUID, actor: Reader, db: Db) -> Bounded[PacketRead]:
    """Packets released of this student, with their hashes and whether the district pulled them."""
    return [
        PacketRead.model_validate(p) for p in await transition.list_packets(db, actor, student_id)
    ]


@router.post("/packets", status_code=201, responses=problems(*transition.RELEASE_PROBLEMS))
async def release_packet(
    student_id: UUID, body: PacketRelease, actor: Releaser, db: Once, directory: Directories
) -> PacketRead:
    """Release the packet to the district as a frozen snapshot; a later one is a numbered supplement."""
    return PacketRead.model_validate(
        await transition.release(db, directory, actor, student_id, body)
    )
