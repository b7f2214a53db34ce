"""Who signed the text that stands, as a paper names them: the person, and the licence of that day."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from app.auth import Actor
from app.models.note import Note
from app.models.signature import Signature
from app.models.staff import StaffCredential
from app.models.team_report import TeamReportSection
from app.services.credential import holds_on
from app.services.queries import credential as credentials
from app.services.queries import organisation as people
from app.services.queries import record as records

AUTHOR, CO_SIGNER = "author", "co-signer"


@dataclass(frozen=True, slots=True)
class SignedBy:
    """Somebody's name under a text, and the licence they signed under, if any; `on` None: not signed yet."""

    capacity: str
    name: str
    on: date | None = None
    title: str | None = None
    discipline: str | None = None
    number: str | None = None


async def signed_by(
    db: AsyncSession, actor: Actor, row: Note | TeamReportSection
) -> list[SignedBy]:
    """The author first. What was signed before the text was given back, or taken back, counts no more."""
    given = [
        s for s in await records.signatures(db, actor, row.id) if s.text_sha256 == row.text_sha256
    ]
    last = max((at for at, s in enumerate(given) if s.capacity == AUTHOR), default=0)
    return [await _named(db, actor, row.co_signer_id, s) for s in given[last:]]


async def _named(
    db: AsyncSession, actor: Actor, co_signer_id: UUID | None, given: Signature
) -> SignedBy:
    assert given.principal_id is not None  # noqa: S101 - colleagues alone sign notes and sections
    held = await _held(db, actor, co_signer_id, given)
    return SignedBy(
        given.capacity,
        await name_of(db, actor, given.principal_id),
        given.signed_on,
        held.title if held else None,
        given.discipline or (held.discipline if held else None),
        given.licence_number or (held.number if held else None),
    )


async def _held(
    db: AsyncSession, actor: Actor, co_signer_id: UUID | None, given: Signature
) -> StaffCredential | None:
    """The licence they signed under; of who signs under none of their own, that which names the co-signer."""
    assert given.principal_id is not None  # noqa: S101 - as above
    held = await credentials.licences(db, actor, given.principal_id)
    then = [c for c in reversed(held) if holds_on(c, given.signed_on)]
    if given.discipline is not None:
        of = (given.discipline, given.licence_number)
        return next((c for c in then if (c.discipline, c.number) == of), None)
    if co_signer_id is None:
        return None
    return next((c for c in then if c.supervisor_id == co_signer_id), None)


async def name_of(db: AsyncSession, actor: Actor, principal_id: UUID) -> str:
    """Of somebody who is gone without a trace, the program's."""
    person = await people.principal(db, actor, principal_id)
    return person.name if person else actor.home.name
