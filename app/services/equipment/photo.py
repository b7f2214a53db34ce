"""Photographs of a request, only while the parent agrees; a few of them in its letter, each told in words."""

from typing import Any
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from app.auth import Actor
from app.errors import NotFound, Problem
from app.files import Files
from app.models.equipment import EquipmentPhoto, EquipmentTrial
from app.models.history import RecordChange
from app.models.schemas.equipment_photo import PhotoCreate, PhotoUpdate
from app.models.words.consent import ConsentKind
from app.models.words.document import DocumentState
from app.services import case, consent, document, picture, record, upload
from app.services.equipment.problems import (
    EquipmentDates,
    EquipmentTrialNotFound,
    RequestFull,
)
from app.services.equipment.request import OPEN_PROBLEMS, REQUEST
from app.services.fetching import BytesMissing
from app.services.picture import PhotosNotAgreed, PhotoUnfit
from app.services.queries import document as documents
from app.services.queries import equipment as queries
from app.services.queries import record as records

MOST, MOST_IN_LETTER = 50, 6


class EquipmentPhotoNotFound(NotFound):
    code, title = "equipment-photo-not-found", "There is no such photograph of this request"


class LetterFullOfPhotos(Problem):
    status, code, title = 409, "letter-full-of-photos", "The letter shows as many photos as it may"
    detail = f"At most {MOST_IN_LETTER}: choose those that show why."


LIST_PROBLEMS = OPEN_PROBLEMS
PHOTO = record.Kind("equipment-photo", EquipmentPhoto, EquipmentPhotoNotFound)
READ_PROBLEMS = (*OPEN_PROBLEMS, EquipmentPhotoNotFound)
CHANGE_PROBLEMS = (
    *READ_PROBLEMS,
    PhotosNotAgreed,
    LetterFullOfPhotos,
    EquipmentDates,
    EquipmentTrialNotFound,
)
ADD_PROBLEMS = (
    *CHANGE_PROBLEMS, *document.NAME_PROBLEMS, *upload.FETCH_PROBLEMS, PhotoUnfit, RequestFull,
    BytesMissing,
)  # fmt: skip


async def list_of(
    db: AsyncSession, actor: Actor, request_id: UUID, limit: int, after: tuple[Any, ...] | None
) -> list[EquipmentPhoto]:
    """Oldest first. Raises: OPEN_PROBLEMS."""
    await record.read(db, actor, REQUEST, request_id)
    return await queries.parts(db, actor, EquipmentPhoto, request_id, limit, after)


async def read(db: AsyncSession, actor: Actor, request_id: UUID, photo_id: UUID) -> EquipmentPhoto:
    """Raises: READ_PROBLEMS."""
    await record.read(db, actor, REQUEST, request_id)
    return _of(await record.read(db, actor, PHOTO, photo_id), request_id)


async def add(
    db: AsyncSession, files: Files, actor: Actor, request_id: UUID, body: PhotoCreate
) -> EquipmentPhoto:
    """Put a picture of the file with the request. Raises: ADD_PROBLEMS."""
    request = await record.read(db, actor, REQUEST, request_id)
    holder = await case.holder(db, actor, request.student_id)
    await case.lock_file(db, actor, holder)
    await _require_consent(db, actor, holder)
    others = await queries.parts(db, actor, EquipmentPhoto, request_id)
    if len(others) >= MOST:
        raise RequestFull(f"A request holds at most {MOST} photographs.")
    await _require_trial(db, actor, request_id, body.trial_id)
    shown = await document.require_version(db, actor, holder, body.document_version_id)
    await picture.require_sound(files, shown.latest.file)
    row = EquipmentPhoto(
        tenant_id=actor.tenant_id, request_id=request_id, student_id=request.student_id, **body.model_dump()
    )  # fmt: skip
    _check(actor, row, others)
    return record.add(db, actor, PHOTO, row)


async def change(
    db: AsyncSession,
    actor: Actor,
    request_id: UUID,
    photo_id: UUID,
    body: PhotoUpdate,
    if_match: str,
) -> EquipmentPhoto:
    """Apply a merge patch; into the letter only while the parent agrees. Raises: CHANGE_PROBLEMS, VersionStale."""
    request = await record.read(db, actor, REQUEST, request_id)
    row = _of(await record.open_for_change(db, actor, PHOTO, photo_id, if_match), request_id)
    if body.is_in_letter:
        await _require_consent(db, actor, await case.holder(db, actor, request.student_id))
    await _require_trial(db, actor, request_id, body.trial_id)
    record.change(db, actor, PHOTO, row, body.model_dump(exclude_unset=True))
    others = await queries.parts(db, actor, EquipmentPhoto, request_id)
    _check(actor, row, [p for p in others if p.id != row.id])
    return row


async def history(
    db: AsyncSession,
    actor: Actor,
    request_id: UUID,
    photo_id: UUID,
    limit: int,
    after: tuple[Any, ...] | None,
) -> list[RecordChange]:
    """Raises: READ_PROBLEMS."""
    await read(db, actor, request_id, photo_id)
    return await record.history(db, actor, PHOTO, photo_id, limit, after)


async def bytes_of(
    db: AsyncSession, files: Files, actor: Actor, student_id: UUID, version_id: UUID
) -> bytes:
    """A picture for a letter. Raises: FETCH_PROBLEMS, BytesMissing, EquipmentPhotoNotFound, DocumentDestroyed."""
    holder = await case.holder(db, actor, student_id)
    row = await documents.version(db, actor, holder, version_id)
    if row is None:
        raise EquipmentPhotoNotFound
    if row.document.state == DocumentState.DESTROYED:
        raise document.DocumentDestroyed
    return await picture.content_of(files, row.latest.file)


async def _require_consent(db: AsyncSession, actor: Actor, student_id: UUID) -> None:
    if not await consent.has_live(db, actor, student_id, ConsentKind.PHOTO_VIDEO):
        raise PhotosNotAgreed


async def _require_trial(
    db: AsyncSession, actor: Actor, request_id: UUID, trial_id: UUID | None
) -> None:
    if trial_id is None:
        return
    trial = await records.one(db, actor, EquipmentTrial, trial_id)
    if trial is None or trial.request_id != request_id:
        raise EquipmentTrialNotFound


def _of(row: EquipmentPhoto, request_id: UUID) -> EquipmentPhoto:
    if row.request_id != request_id:
        raise EquipmentPhotoNotFound
    return row


def _check(actor: Actor, row: EquipmentPhoto, others: list[EquipmentPhoto]) -> None:
    if row.taken_on is not None and row.taken_on > actor.today():
        raise EquipmentDates("The photograph is dated ahead.")
    shown = sum(p.is_in_letter and not p.entered_in_error for p in [row, *others])
    if row.is_in_letter and shown > MOST_IN_LETTER:
        raise LetterFullOfPhotos
