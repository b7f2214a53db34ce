"""What the program's people hold. Licences alone let them sign; an expired one blocks signing, not reading."""

from collections.abc import Collection
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from app.auth import Actor
from app.errors import NotFound, Problem
from app.models.history import RecordChange
from app.models.organisation import Principal
from app.models.schemas.staff import CredentialCreate, CredentialUpdate
from app.models.staff import StaffCredential
from app.models.words.staff import CredentialKind, CredentialLevel, Discipline
from app.services import record
from app.services.queries import credential as queries
from app.services.queries import organisation as people


class StaffNotFound(NotFound):
    code, title = "staff-not-found", "There is no such member of the staff"


class CredentialNotFound(NotFound):
    code, title = "credential-not-found", "There is no such credential of this person"


class CredentialDates(Problem):
    status, code, title = 409, "credential-dates", "The credential would end before it begins"
    detail = "Check `valid_from` and `expires_on`."


class SupervisorUnfit(Problem):
    status, code, title = 409, "supervisor-unfit", "This person cannot co-sign"
    detail = "Name somebody else of the program's staff who is licensed in the discipline."


class LicenceMissing(Problem):
    status, code, title = 409, "licence-missing", "No licence covers this signature"
    detail = "An administrator records licences: POST /v1/staff/{id}/credentials."


class LicenceExpired(Problem):
    status, code, title = 409, "licence-expired", "The licence does not hold on this day"


class CoSignatureNeeded(Problem):
    status, code, title = 409, "co-signature-needed", "An assistant or intern does not sign this"
    detail = "The licensed supervisor signs it (see `supervisor_id` of the credential)."


WRITE_PROBLEMS = (StaffNotFound, CredentialDates, SupervisorUnfit)
LICENCE_PROBLEMS = (LicenceMissing, LicenceExpired, CoSignatureNeeded)
CREDENTIAL = record.Kind("staff-credential", StaffCredential, CredentialNotFound)


async def list_of(
    db: AsyncSession,
    actor: Actor,
    principal_id: UUID,
    kind: CredentialKind | None,
    limit: int,
    after: tuple[Any, ...] | None,
) -> list[StaffCredential]:
    """Raises: StaffNotFound."""
    await require_staff(db, actor, principal_id)
    record.listed(db, actor, CREDENTIAL, [])
    return await queries.of(db, actor, principal_id, kind, limit, after)


async def read(
    db: AsyncSession, actor: Actor, principal_id: UUID, credential_id: UUID
) -> StaffCredential:
    """Raises: StaffNotFound, CredentialNotFound."""
    await require_staff(db, actor, principal_id)
    return _of(await record.read(db, actor, CREDENTIAL, credential_id), principal_id)


async def add(
    db: AsyncSession, actor: Actor, principal_id: UUID, body: CredentialCreate
) -> StaffCredential:
    """Raises: WRITE_PROBLEMS."""
    await require_staff(db, actor, principal_id)
    row = StaffCredential(tenant_id=actor.tenant_id, principal_id=principal_id, **body.model_dump())
    await _check(db, actor, row)
    return record.add(db, actor, CREDENTIAL, row)


async def change(
    db: AsyncSession,
    actor: Actor,
    principal_id: UUID,
    credential_id: UUID,
    body: CredentialUpdate,
    if_match: str,
) -> StaffCredential:
    """Apply a merge patch. Raises: WRITE_PROBLEMS, CredentialNotFound, VersionStale."""
    await require_staff(db, actor, principal_id)
    row = await record.open_for_change(db, actor, CREDENTIAL, credential_id, if_match)
    _of(row, principal_id)
    record.change(db, actor, CREDENTIAL, row, body.model_dump(exclude_unset=True))
    await _check(db, actor, row)
    return row


async def history(
    db: AsyncSession,
    actor: Actor,
    principal_id: UUID,
    credential_id: UUID,
    limit: int,
    after: tuple[Any, ...] | None,
) -> list[RecordChange]:
    """Raises: StaffNotFound, CredentialNotFound."""
    await read(db, actor, principal_id, credential_id)
    return await record.history(db, actor, CREDENTIAL, credential_id, limit, after)


async def require_staff(db: AsyncSession, actor: Actor, principal_id: UUID) -> Principal:
    """Raises: StaffNotFound."""
    person = await people.principal(db, actor, principal_id)
    if person is None or person.kind != "person":
        raise StaffNotFound
    return person


def _of(row: StaffCredential, principal_id: UUID) -> StaffCredential:
    if row.principal_id != principal_id:
        raise CredentialNotFound
    return row


async def _check(db: AsyncSession, actor: Actor, row: StaffCredential) -> None:
    if row.expires_on is not None and row.expires_on < row.valid_from:
        raise CredentialDates
    if row.supervisor_id is None:
        return
    if row.kind != CredentialKind.LICENCE:
        raise SupervisorUnfit("Nobody co-signs for what is no licence: leave `supervisor_id` out.")
    if row.supervisor_id == row.principal_id:
        raise SupervisorUnfit
    theirs = await queries.licences(db, actor, row.supervisor_id)
    licensed = {c.discipline for c in theirs if c.level == CredentialLevel.LICENSED}
    if row.discipline not in licensed:
        raise SupervisorUnfit


def holds_on(credential: StaffCredential, on: date) -> bool:
    return credential.valid_from <= on and (
        credential.expires_on is None or on <= credential.expires_on
    )


async def require_licence(
    db: AsyncSession,
    actor: Actor,
    principal_id: UUID,
    on: date,
    disciplines: Collection[Discipline] | None = None,
) -> StaffCredential:
    """The licence under which a person may sign on a day; in one of `disciplines`, or any.

    Raises: LICENCE_PROBLEMS.
    """
    held = [
        c
        for c in await queries.licences(db, actor, principal_id)
        if disciplines is None or c.discipline in disciplines
    ]
    if not held:
        raise LicenceMissing
    valid = [c for c in held if holds_on(c, on)]
    if not valid:
        raise LicenceExpired(f"It does not hold on {on}. Record its renewal first.")
    licensed = [c for c in valid if c.level == CredentialLevel.LICENSED]
    if not licensed:
        raise CoSignatureNeeded
    return licensed[-1]


async def needs_co_signature(
    db: AsyncSession,
    actor: Actor,
    principal_id: UUID,
    on: date,
    disciplines: Collection[Discipline] | None = None,
) -> UUID | None:
    """Whose co-signature a person's own needs on a day; None for who signs alone.

    Raises: LicenceMissing, LicenceExpired, CoSignatureNeeded where nobody is named to co-sign.
    """
    try:
        await require_licence(db, actor, principal_id, on, disciplines)
    except CoSignatureNeeded:
        held = await queries.licences(db, actor, principal_id)
        named = [
            c.supervisor_id
            for c in held
            if holds_on(c, on) and (disciplines is None or c.discipline in disciplines)
        ]
        supervisors = [s for s in named if s is not None]
        if not supervisors:
            raise
        return supervisors[-1]
    return None
