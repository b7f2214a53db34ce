"""Students who may be the referred child. Nothing is merged without a person."""

from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from app import audit
from app.auth import Actor
from app.models.referral import Referral
from app.models.schemas.referral import PossibleDuplicate
from app.services import duplicate
from app.services.duplicate import Child, Named
from app.services.queries import referral as queries
from app.services.referral.problems import ReferralNotFound


async def possible_duplicates(
    db: AsyncSession, actor: Actor, referral_id: UUID
) -> list[PossibleDuplicate]:
    """Students who may be this child, likeliest first. Raises: ReferralNotFound."""
    referral = await queries.one(db, actor, referral_id)
    if referral is None:
        raise ReferralNotFound
    found = await lookalikes(db, actor, referral)
    audit.record(db, actor, "search", "student", student_ids=[d.student_id for d in found])
    return found


async def lookalikes(db: AsyncSession, actor: Actor, referral: Referral) -> list[PossibleDuplicate]:
    sent = referral.submitted.get("child", {})
    contacts = referral.submitted.get("contacts", [])
    names = [Named(referral.child_first_name, referral.child_last_name)]
    if sent.get("preferred_name"):
        names.append(Named(sent["preferred_name"], referral.child_last_name, "the preferred name"))
    addresses = [sent.get("address"), *(c.get("address") for c in contacts)]
    return await duplicate.like(
        db,
        actor,
        Child(tuple(names), referral.born_on, sent.get("birth_order")),
        phones=[c["phone"] for c in contacts if c.get("phone")],
        address=next((a for a in addresses if a), None),
        identifiers=[i["value"] for i in sent.get("external_ids", [])],
    )
