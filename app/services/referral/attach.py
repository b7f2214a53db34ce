"""Files that come with a referral: kept twice, by their sender and by the program; documents once the child is in.

The bytes are copied into the program's part of the store before any row of the
program speaks of them.
"""

from typing import Any
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from app import audit, outbox
from app.auth import Actor
from app.directory import Directory, Home
from app.errors import NotFound, Problem
from app.files import Files, key_of
from app.models.document import Document, StoredFile
from app.models.fields import new_id
from app.models.referral import Referral, ReferralStatus
from app.models.referral_attachment import ReferralAttachment, SentAttachment
from app.models.schemas.referral_attachment import AttachmentCreate
from app.models.words.document import DocumentState
from app.services import case, document, fetching, upload
from app.services.fetching import Asked, Given
from app.services.guest import guest_in
from app.services.queries import record as records
from app.services.queries import referral as referrals
from app.services.queries import referral_attachment as queries
from app.services.queries import upload as files_of
from app.services.queries.referral_attachment import Row, Side
from app.services.referral.machine import OPEN
from app.services.referral.problems import ReferralNotFound

MOST = 20


class AttachmentNotFound(NotFound):
    code, title = "attachment-not-found", "There is no such attachment of this referral"


class ReferralDecided(Problem):
    status, code, title = 409, "referral-decided", "This referral takes no more attachments"
    detail = (
        "It is decided. Send what is missing to the program another way, or with a new referral."
    )


class AttachmentsFull(Problem):
    status, code, title = 409, "attachments-full", "This referral has as many attachments as it may"
    detail = f"A referral has at most {MOST}. Put several pages into one PDF."


READ_PROBLEMS = (ReferralNotFound,)
ATTACH_PROBLEMS = (
    *READ_PROBLEMS,
    *upload.TAKE_PROBLEMS,
    ReferralDecided,
    AttachmentsFull,
    fetching.BytesMissing,
)
FETCH_PROBLEMS = (
    *READ_PROBLEMS, *fetching.FILE_PROBLEMS, AttachmentNotFound, document.DocumentDestroyed,
)  # fmt: skip


async def attach(
    db: AsyncSession,
    files: Files,
    directory: Directory,
    actor: Actor,
    referral_id: UUID,
    body: AttachmentCreate,
) -> Row:
    """Send a file after a referral, or add one that reached the program another way. Raises: ATTACH_PROBLEMS."""
    referral = await _referral(db, actor, referral_id, lock=True)
    _require_open(referral)
    table: Side = SentAttachment if actor.is_agency else ReferralAttachment
    if await queries.count(db, actor, table, referral_id) >= MOST:
        raise AttachmentsFull
    file = await upload.take(db, actor, body.upload_id)
    said: dict[str, Any] = {
        "id": new_id(), "referral_id": referral_id, **body.model_dump(exclude={"upload_id"}),
    }  # fmt: skip
    if isinstance(referral, ReferralStatus):
        program = await directory.require(referral.program_id)
        await _copy(files, file, program.id)
        async with guest_in(db, actor, program) as guest:
            await _receive(db, files, guest, file, said)
    else:
        _note(db, actor, referral_id, said)
    db.add(table(tenant_id=actor.tenant_id, stored_file_id=file.id, **said))
    await db.flush()  # when it came is the database's to say
    return (await queries.of(db, actor, table, referral_id, said["id"]))[0]


async def _receive(
    db: AsyncSession, files: Files, guest: Actor, sent: StoredFile, said: dict[str, Any]
) -> None:
    """In the program's tenant: its referral, still open, gets the attachment. Raises: ReferralDecided."""
    referral = await referrals.one(db, guest, said["referral_id"], lock=True)
    if referral is None:
        raise ReferralNotFound
    _require_open(referral)
    key = key_of(guest.tenant_id, sent.sha256)
    await files_of.lock(db, key)
    if not await files.store.has(key):  # cleared away since it was copied
        await _copy(files, sent, guest.tenant_id)
    facts = sent.model_dump(exclude={"tenant_id", "id", "created_at", "created_by"})
    kept = await files_of.keep_file(db, guest, StoredFile(tenant_id=guest.tenant_id, **facts))
    db.add(ReferralAttachment(tenant_id=guest.tenant_id, stored_file_id=kept.id, **said))
    _note(db, guest, referral.id, said)


async def _copy(files: Files, file: StoredFile, tenant_id: UUID) -> None:
    """Into another tenant's part of the store. Raises: BytesMissing."""
    try:
        await files.store.copy(key_of(file.tenant_id, file.sha256), key_of(tenant_id, file.sha256))
    except FileNotFoundError:
        raise fetching.BytesMissing from None


async def pass_on(
    db: AsyncSession, files: Files, actor: Actor, program: Home, referral_id: UUID
) -> None:
    """What came with a referral goes on with it to another program. Raises: BytesMissing."""
    for found in await queries.of(db, actor, ReferralAttachment, referral_id):
        await _copy(files, found.file, program.id)
        said = found.row.model_dump(
            include={"id", "referral_id", "file_name", "title", "kind", "part"}
        )
        async with guest_in(db, actor, program) as guest:
            await _receive(db, files, guest, found.file, said)


def _note(db: AsyncSession, actor: Actor, referral_id: UUID, said: dict[str, Any]) -> None:
    audit.record(
        db, actor, "create", "referral-attachment", referral_id=str(referral_id), attachment_id=str(said["id"]),
    )  # fmt: skip
    outbox.tell(
        db, actor, "referral.attachment-received", referral_id=referral_id, attachment_id=said["id"]
    )


async def list_of(
    db: AsyncSession, actor: Actor, referral_id: UUID, limit: int, after: tuple[Any, ...] | None
) -> list[Row]:
    """A sender's own, or what the program received. Raises: READ_PROBLEMS."""
    return await _read(db, actor, referral_id, None, limit, after)


async def fetch(
    db: AsyncSession,
    files: Files,
    actor: Actor,
    referral_id: UUID,
    attachment_id: UUID,
    asked: Asked,
) -> Given:
    """The bytes. Raises: FETCH_PROBLEMS."""
    found = await _read(db, actor, referral_id, attachment_id)
    if not found:
        raise AttachmentNotFound
    if found[0].document_id is not None:
        kept = await records.one(db, actor, Document, found[0].document_id)
        if kept is not None and kept.state == DocumentState.DESTROYED:
            raise document.DocumentDestroyed
    return await fetching.give(files, found[0].file, found[0].row.file_name, asked)


async def _read(
    db: AsyncSession,
    actor: Actor,
    referral_id: UUID,
    attachment_id: UUID | None,
    limit: int = MOST,
    after: tuple[Any, ...] | None = None,
) -> list[Row]:
    referral = await _referral(db, actor, referral_id)
    if isinstance(referral, ReferralStatus):
        return await queries.of(db, actor, SentAttachment, referral_id, attachment_id, limit, after)
    audit.record(
        db, actor, "read", "referral-attachment", student_id=referral.student_id, referral_id=str(referral_id),
        attachment_id=str(attachment_id) if attachment_id else None,
    )  # fmt: skip
    return await queries.of(db, actor, ReferralAttachment, referral_id, attachment_id, limit, after)


async def _referral(
    db: AsyncSession, actor: Actor, referral_id: UUID, *, lock: bool = False
) -> Referral | ReferralStatus:
    """Raises: ReferralNotFound."""
    found: Referral | ReferralStatus | None
    if actor.is_agency:
        found = await referrals.one_sent(db, actor, referral_id)
    else:
        found = await referrals.one(db, actor, referral_id, lock=lock)
    if found is None:
        raise ReferralNotFound
    return found


def _require_open(referral: Referral | ReferralStatus) -> None:
    if referral.state not in OPEN:
        raise ReferralDecided


async def keep_as_documents(
    db: AsyncSession, actor: Actor, referral: Referral, student_id: UUID
) -> None:
    """The child was taken in, or is known: what came with the referral is on the locked file from now on."""
    for found in await queries.of(db, actor, ReferralAttachment, referral.id):
        sent: ReferralAttachment = found.row
        if sent.document_id is not None:
            continue
        row = Document(
            tenant_id=actor.tenant_id, student_id=student_id, part=sent.part, kind=sent.kind, title=sent.title,
        )  # fmt: skip
        await document.put(db, actor, row, found.file, sent.file_name)
        sent.document_id = row.id


async def take_off_file(
    db: AsyncSession, actor: Actor, referral: Referral, student_id: UUID
) -> None:
    """It was another child's file: what the referral left there should never have been there. Raises: OPEN_PROBLEMS."""
    await case.open_for_change(db, actor, student_id)
    for found in await queries.of(db, actor, ReferralAttachment, referral.id):
        if found.document_id is not None:
            why = "The referral is of another child."
            if await document.strike(db, actor, found.document_id, why):
                found.row.document_id = None
