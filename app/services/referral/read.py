"""Reading referrals: all of it for the program, the status for its sender."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from app import audit
from app.auth import Actor
from app.models.fields import ReferralState
from app.models.referral import Referral, ReferralStatus
from app.services.queries import referral as queries
from app.services.referral.problems import (
    ReferralNotFound,
)
from app.services.referral.sealed import shown


async def list_for(
    db: AsyncSession,
    actor: Actor,
    state: ReferralState | None,
    limit: int,
    after: tuple[Any, ...] | None,
) -> Sequence[Referral | ReferralStatus]:
    """Oldest first: intake's worklist, or for a sender what became of its own referrals."""
    if actor.is_agency:
        return await queries.sent(db, actor, state, limit, after)
    rows = await queries.worklist(db, actor, state, limit, after)
    audit.record(db, actor, "list", "referral", referral_ids=[str(r.id) for r in rows[:limit]])
    return await shown(db, actor, rows)


async def get(db: AsyncSession, actor: Actor, referral_id: UUID) -> Referral | ReferralStatus:
    """The referral for its program, the status for its sender. Raises: ReferralNotFound."""
    if actor.is_agency:
        status = await queries.one_sent(db, actor, referral_id)
        if status is None:
            raise ReferralNotFound
        return status
    referral = await queries.one(db, actor, referral_id)
    if referral is None:
        raise ReferralNotFound
    audit.record(
        db, actor, "read", "referral", student_id=referral.student_id, referral_id=str(referral_id)
    )
    return (await shown(db, actor, [referral]))[0]
