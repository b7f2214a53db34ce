"""What was tried: where, with whom, what came of it, and the photographs that show it."""

from typing import Any
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from app.auth import Actor
from app.errors import Unprocessable
from app.models.equipment import EquipmentItem, EquipmentPhoto, EquipmentRequest, EquipmentTrial
from app.models.schemas.equipment import TrialCreate, TrialUpdate
from app.models.words.consent import ConsentKind
from app.services import consent, record
from app.services.equipment.item import ITEM, TRIAL, TRIAL_PROBLEMS, begin, list_of, of, opened
from app.services.equipment.photo import PHOTO
from app.services.equipment.problems import EquipmentDates
from app.services.picture import PhotosNotAgreed
from app.services.queries import equipment as queries
from app.services.queries import record as record_queries

PROBLEMS = TRIAL_PROBLEMS


async def add(
    db: AsyncSession, actor: Actor, request_id: UUID, body: TrialCreate
) -> EquipmentTrial:
    """Raises: PROBLEMS, Unprocessable."""
    request = await begin(db, actor, TRIAL, request_id)
    photos = await _photos(db, actor, request, body.photos)
    if body.item_id is not None:
        of(await record_queries.one(db, actor, EquipmentItem, body.item_id), request.id, ITEM)
    said = body.model_dump(exclude={"photos"}) | {"result": body.result.value}
    row = EquipmentTrial(
        tenant_id=request.tenant_id, request_id=request.id, student_id=request.student_id, **said
    )
    _check(actor, row)
    record.add(db, actor, TRIAL, row)
    await db.flush()  # its photographs point at it
    for photo in photos:
        record.change(db, actor, PHOTO, photo, {"trial_id": row.id})
    return row


async def _photos(
    db: AsyncSession, actor: Actor, request: EquipmentRequest, named: list[UUID]
) -> list[EquipmentPhoto]:
    """Raises: PhotosNotAgreed, Unprocessable for what is no photograph of the request."""
    if not named:
        return []
    if not await consent.has_live(db, actor, request.student_id, ConsentKind.PHOTO_VIDEO):
        raise PhotosNotAgreed
    known = {p.id: p for p in await queries.parts(db, actor, EquipmentPhoto, request.id)}
    if unknown := [n for n, photo_id in enumerate(named) if photo_id not in known]:
        raise Unprocessable(
            "A trial is shown by photographs of its request; see `errors`.",
            errors=[
                {"pointer": f"/photos/{n}", "detail": "is not a photograph of this request"}
                for n in unknown
            ],
        )
    return [known[photo_id] for photo_id in dict.fromkeys(named)]


async def change(
    db: AsyncSession,
    actor: Actor,
    request_id: UUID,
    trial_id: UUID,
    body: TrialUpdate,
    if_match: str,
) -> EquipmentTrial:
    """Raises: PROBLEMS, VersionStale."""
    row: EquipmentTrial
    _, row = await opened(db, actor, TRIAL, request_id, trial_id, if_match)
    said = body.model_dump(exclude_unset=True)
    record.change(db, actor, TRIAL, row, {k: getattr(v, "value", v) for k, v in said.items()})
    _check(actor, row)
    return row


def _check(actor: Actor, row: EquipmentTrial) -> None:
    last = row.to_on or row.from_on
    if not row.from_on <= last <= actor.today():
        raise EquipmentDates("A trial ends after it begins, and not after today.")


async def list_shown(
    db: AsyncSession, actor: Actor, request_id: UUID, limit: int, after: tuple[Any, ...] | None
) -> list[dict[str, Any]]:
    """Oldest first, with what shows them. Raises: OPEN_PROBLEMS."""
    rows = await list_of(db, actor, TRIAL, request_id, limit, after)
    photos = await queries.parts(db, actor, EquipmentPhoto, request_id)
    return [_shown(row, photos) for row in rows]


async def shown(db: AsyncSession, actor: Actor, row: EquipmentTrial) -> dict[str, Any]:
    """A trial with what shows it."""
    await db.flush()  # what was just named shows it, too
    return _shown(row, await queries.parts(db, actor, EquipmentPhoto, row.request_id))


def _shown(row: EquipmentTrial, photos: list[EquipmentPhoto]) -> dict[str, Any]:
    own = row.model_dump(
        exclude={"tenant_id", "student_id", "created_at", "created_by", "updated_at", "updated_by"}
    )
    showing = [p.id for p in photos if p.trial_id == row.id and not p.entered_in_error]
    return {**own, "photos": showing}
