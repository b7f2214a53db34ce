"""What was imported before."""

from datetime import date
from uuid import UUID

from sqlalchemy import ARRAY, Text, func, literal, select
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.exc import DBAPIError
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from app.auth import Actor
from app.db_refusal import told
from app.models.import_line import ImportLine


async def line(db: AsyncSession, actor: Actor, kind: str, ref: str) -> ImportLine | None:
    """A line by its sender's number; two who import it at once import it one after the other."""
    key = func.hashtextextended(f"{actor.tenant_id} import {kind} {ref}", 0)
    await db.execute(select(func.pg_advisory_xact_lock(key)))
    return await db.scalar(
        select(ImportLine).where(
            col(ImportLine.tenant_id) == actor.tenant_id,
            col(ImportLine.kind) == kind,
            col(ImportLine.ref) == ref,
        )
    )


async def receive(
    db: AsyncSession,
    actor: Actor,
    program_id: UUID,
    body: str,
    fingerprint: str,
    referral_id: UUID,
    received_on: date,
    ifsp_due_on: date | None,
) -> UUID:
    """Store a referral as `POST /v1/referrals` does; the id under which the program has it. Raises: Problem."""
    caller = actor.caller
    call = func.eb.receive_referral(
        caller.tenant_id, caller.subject, literal(list(caller.roles), ARRAY(Text)), actor.purpose,
        f"import {referral_id}", fingerprint, program_id, referral_id, received_on, ifsp_due_on,
        literal(body).cast(JSONB),
    ).table_valued("outcome", "answer", "location")  # fmt: skip
    try:
        location = await db.scalar(select(call.c.location))
    except DBAPIError as exc:
        raise told(exc) from None
    return UUID(str(location).rsplit("/", 1)[-1])
