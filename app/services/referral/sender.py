"""The sender's own steps: it answers what it was asked, or takes the referral back. Nothing more of the file opens to it."""

from typing import Any
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from app.auth import Actor
from app.directory import Directory
from app.http import require_version
from app.models.history import RecordChange
from app.models.referral import ReferralStatus
from app.models.schemas.referral_step import AnswerReferral, ReferralStep
from app.services import record
from app.services.guest import guest_in
from app.services.queries import referral as queries
from app.services.referral.machine import SENDERS, ReferralFacts
from app.services.referral.problems import STATUS, ReferralNotFound
from app.services.referral.step import ASKED, addition, take
from app.services.report_back import TOLD_OF_NOBODY, S
from app.services.workflow import Action


async def actions(db: AsyncSession, actor: Actor, referral_id: UUID) -> list[Action]:
    """Raises: ReferralNotFound."""
    status = await record.read(db, actor, STATUS, referral_id)
    return SENDERS.actions(actor, status.state, ReferralFacts(0, 0, 0, is_late=False))


async def history(
    db: AsyncSession, actor: Actor, referral_id: UUID, limit: int, after: tuple[Any, ...] | None
) -> list[RecordChange]:
    """What it was told, step by step; of what a consent let it know, nothing once there is none. Raises: ReferralNotFound."""
    status = await record.read(db, actor, STATUS, referral_id)
    rows = await queries.told(db, actor, status, TOLD_OF_NOBODY, limit, after)
    return [_as_told(row, status.shared_after) for row in rows]


def _as_told(row: RecordChange, shared_after: int) -> RecordChange:
    """A copy is shown: where the step led from may be what is told no more, and was `closed` without a consent."""
    if row.version > shared_after or row.from_state in TOLD_OF_NOBODY:
        return row
    return RecordChange(**row.model_dump(exclude={"from_state"}), from_state=S.CLOSED.value)


async def move(
    db: AsyncSession,
    directory: Directory,
    actor: Actor,
    referral_id: UUID,
    body: ReferralStep,
    if_match: str,
) -> ReferralStatus:
    """Raises: ReferralNotFound, STEP_PROBLEMS, VersionStale."""
    status = await record.read(db, actor, STATUS, referral_id)
    require_version(status.version, if_match)
    SENDERS.require(
        actor, status.state, body.act, ReferralFacts(0, 0, 0, is_late=False), body.reason_code
    )
    program = await directory.require(status.program_id)
    async with guest_in(db, actor, program) as guest:
        await _take(db, guest, referral_id, body)
    await db.refresh(status)
    return status


async def _take(db: AsyncSession, guest: Actor, referral_id: UUID, body: ReferralStep) -> None:
    """In the program's tenant, on the referral as it stands there now."""
    referral = await queries.one(db, guest, referral_id, lock=True)
    if referral is None:
        raise ReferralNotFound
    facts = ReferralFacts(len(referral.contact_attempts), len(referral.additions), 0, is_late=False)
    step = SENDERS.require(guest, referral.state, body.act, facts, body.reason_code)
    changes = dict(ASKED)
    if isinstance(body, AnswerReferral):
        said = addition(guest, body.information, by="sender")
        changes["additions"] = [*referral.additions, said]
    await take(
        db, guest, referral, step, changes, reason_code=body.reason_code, comment=body.comment
    )
