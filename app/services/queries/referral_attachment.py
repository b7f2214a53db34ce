"""Files that came with a referral, on either side."""

from typing import Any, NamedTuple, TypeVar
from uuid import UUID

from sqlalchemy import func, select, update
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from app.auth import Actor
from app.models.document import StoredFile
from app.models.fields import MOST_ON_FILE
from app.models.referral_attachment import ReferralAttachment, SentAttachment
from app.services.queries.record import keyed

T = TypeVar("T", ReferralAttachment, SentAttachment)
Side = type[ReferralAttachment] | type[SentAttachment]


class Row(NamedTuple):
    """An attachment and its bytes' facts, as an answer shows them."""

    row: Any
    file: StoredFile

    @property
    def document_id(self) -> UUID | None:
        found: UUID | None = getattr(self.row, "document_id", None)
        return found

    def __getattr__(self, name: str) -> Any:
        return getattr(self.row if name in type(self.row).model_fields else self.file, name)


async def of(
    db: AsyncSession,
    actor: Actor,
    table: Side,
    referral_id: UUID,
    attachment_id: UUID | None = None,
    limit: int = MOST_ON_FILE,
    after: tuple[Any, ...] | None = None,
) -> list[Row]:
    """In the order in which they came; one of them, where it is named."""
    query = (
        select(table, StoredFile)
        .join(
            StoredFile,
            (col(StoredFile.tenant_id) == col(table.tenant_id))
            & (col(StoredFile.id) == col(table.stored_file_id)),
        )
        .where(col(table.tenant_id) == actor.tenant_id, col(table.referral_id) == referral_id)
    )
    if attachment_id is not None:
        query = query.where(col(table.id) == attachment_id)
    return [Row(*each) for each in await db.execute(keyed(query, (col(table.id),), limit, after))]


async def count(db: AsyncSession, actor: Actor, table: Side, referral_id: UUID) -> int:
    query = select(func.count()).where(
        col(table.tenant_id) == actor.tenant_id, col(table.referral_id) == referral_id
    )
    return int(await db.scalar(query) or 0)


async def entomb(db: AsyncSession, actor: Actor, document_id: UUID, words: str) -> None:
    """What came with a referral and became a document that was destroyed keeps no name."""
    await db.execute(
        update(ReferralAttachment)
        .where(
            col(ReferralAttachment.tenant_id) == actor.tenant_id,
            col(ReferralAttachment.document_id) == document_id,
        )
        .values(title=words, file_name=words)
    )
