"""What the public form asks the database: one statement that takes a referral in."""

from collections.abc import Mapping
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from app.db import Database
from app.models.schemas.form import ReferralSubmission


async def receive(
    base: Database,
    body: ReferralSubmission,
    key: str,
    fingerprint: str,
    referral_id: UUID,
    received_on: date,
    ifsp_due_on: date | None,
) -> Mapping[str, Any]:
    """Row of `outcome` (created, replayed, key_reused) and `receipt_number`."""
    rows = await base.fetch_outside(
        "select * from eb.receive_submission($1, $2, $3, $4, $5, $6, $7)",
        body.program_id, key, fingerprint, referral_id, received_on, ifsp_due_on, body.model_dump_json(),
    )  # fmt: skip
    found: Mapping[str, Any] = rows[0]
    return found


async def enter(db: AsyncSession, program_id: UUID, party: str) -> None:
    """Work inside the program for somebody without an account."""
    await db.execute(select(func.eb.enter(program_id), func.set_config("app.party", party, True)))
