"""One route, two sides: a program works its referrals, a sender follows what it sent."""

from typing import Any
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from app.auth import Actor
from app.directory import Directory
from app.files import Files
from app.models.history import RecordChange
from app.models.referral import Referral, ReferralStatus
from app.models.schemas.referral_step import ReferralStep
from app.services.referral import sender, step
from app.services.workflow import Action


async def actions(db: AsyncSession, actor: Actor, referral_id: UUID) -> list[Action]:
    """Raises: READ_PROBLEMS."""
    if actor.is_agency:
        return await sender.actions(db, actor, referral_id)
    return await step.actions(db, actor, referral_id)


async def history(
    db: AsyncSession, actor: Actor, referral_id: UUID, limit: int, after: tuple[Any, ...] | None
) -> list[RecordChange]:
    """Raises: READ_PROBLEMS."""
    if actor.is_agency:
        return await sender.history(db, actor, referral_id, limit, after)
    return await step.history(db, actor, referral_id, limit, after)


async def move(
    db: AsyncSession,
    directory: Directory,
    files: Files,
    actor: Actor,
    referral_id: UUID,
    body: ReferralStep,
    if_match: str,
) -> Referral | ReferralStatus:
    """Raises: MOVE_PROBLEMS, Forbidden, VersionStale."""
    if actor.is_agency:
        return await sender.move(db, directory, actor, referral_id, body, if_match)
    return await step.move(db, directory, files, actor, referral_id, body, if_match)
