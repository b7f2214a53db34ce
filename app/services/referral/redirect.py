"""Passing a referral on to the program it belongs to, with its first day."""

from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from app import audit
from app.auth import Actor
from app.directory import Directory
from app.errors import NotAPartner
from app.files import Files
from app.models.referral import Referral
from app.models.schemas.referral_step import RedirectReferral
from app.services.queries import referral as queries
from app.services.referral import attach
from app.services.referral.problems import AlreadyThere, ProgramNotFound
from app.services.referral.receive import first_plan_due


async def pass_on(
    db: AsyncSession,
    directory: Directory,
    files: Files,
    actor: Actor,
    referral: Referral,
    body: RedirectReferral,
) -> dict[str, Any]:
    """Hand it to a partner program, where one is named; its sender follows it there under the same id.

    Raises: ProgramNotFound, NotAPartner, AlreadyThere, BytesMissing.
    """
    if body.program_id is None:
        return {"redirected_to": body.redirected_to}
    program = await directory.find(body.program_id)
    if program is None or program.kind != "program" or program.id == actor.tenant_id:
        raise ProgramNotFound
    due_on = first_plan_due(program, referral.born_on, referral.received_on)
    outcome = await queries.redirect(db, referral, program.id, due_on)
    if outcome == "not_a_partner":
        raise NotAPartner
    if outcome == "already_there":
        raise AlreadyThere
    await attach.pass_on(db, files, actor, program, referral.id)
    audit.record(
        db, actor, "disclose", "referral", referral_id=str(referral.id), program_id=str(program.id)
    )
    return {"redirected_to_id": program.id, "redirected_to": program.name}
