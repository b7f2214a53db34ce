"""Students who may be the referred child. Nothing is merged without a person."""

from uuid import UUID

from rapidfuzz import fuzz
from sqlalchemy.ext.asyncio import AsyncSession

from app import audit
from app.auth import Actor
from app.models.referral import Referral
from app.models.schemas.referral import (
    PossibleDuplicate,
)
from app.services.queries import referral as queries
from app.services.referral.problems import ReferralNotFound

LIKELY = 70
"""Score from which a student is shown as a possible duplicate."""


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
    phones = {c["phone"] for c in referral.submitted.get("contacts", []) if c.get("phone")}
    candidates = await queries.lookalikes(db, actor, referral, phones)
    scored = [_score(referral, candidate) for candidate in candidates]
    return sorted(
        (d for d in scored if d.score >= LIKELY), key=lambda d: (-d.score, str(d.student_id))
    )


def _score(referral: Referral, candidate: queries.Lookalike) -> PossibleDuplicate:
    """First names count most: twins share surname, birth date, address and phone."""
    student, has_phone, first_key, last_key = candidate
    first = max(
        fuzz.ratio(first_key, student.first_key),
        fuzz.ratio(referral.child_first_name.casefold(), (student.preferred_name or "").casefold()),
    )
    last = fuzz.ratio(last_key, student.last_key)
    is_same_day = referral.born_on == student.born_on
    score = round(0.4 * first + 0.25 * last + (25 if is_same_day else 0) + (10 if has_phone else 0))
    reasons = [
        said
        for said, holds in (
            ("same birth date", is_same_day),
            ("same first name" if first == 100 else "similar first name", first >= 80),
            ("same last name" if last == 100 else "similar last name", last >= 80),
            ("same phone number", has_phone),
        )
        if holds
    ]
    return PossibleDuplicate(
        student_id=student.id, first_name=student.first_name, last_name=student.last_name,
        born_on=student.born_on, score=min(score, 100), reasons=reasons,
    )  # fmt: skip
