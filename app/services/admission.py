"""Organisations and who may sign in, as the operator of the service settles them.

The operator is nobody of any organisation: what is done is in the histories
and on the record of access of the organisation it was done for, without a name.
"""

import hashlib
import secrets
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from typing import Any
from uuid import UUID

from joserfc.errors import JoseError
from joserfc.jwk import KeySet
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from app import audit
from app.auth import ROLE_SCOPES, Actor
from app.db import Database
from app.directory import Home
from app.errors import NotFound, Problem
from app.models.fields import new_id
from app.models.organisation import (
    ClientCredential,
    Organisation,
    Partnership,
    Principal,
)
from app.models.schemas.admission import (
    OrganisationCreate,
    PersonCreate,
    PersonUpdate,
    SystemCreate,
)
from app.models.words.organisation import OrganisationKind
from app.services import recomputation, record, rulebook
from app.services.queries import admission as queries

SUBJECT = "operator"
SYSTEM_ROLES = {
    OrganisationKind.AGENCY: {"agency-system"},
    OrganisationKind.DISTRICT: {"district-system"},
}
NOBODY = "Nobody is let in at a vendor: a program keeps its vendors in GET /v1/equipment-vendors."
PROGRAM_ROLES = ROLE_SCOPES.keys() - set().union(*SYSTEM_ROLES.values())


class OrganisationNotFound(NotFound):
    code, title = "organisation-not-found", "There is no such organisation"


class PrincipalNotFound(NotFound):
    code, title = "principal-not-found", "Nobody of this organisation signs in by this name"


class JurisdictionUnknown(Problem):
    status, code, title = (
        422,
        "jurisdiction-unknown",
        "The rulebook does not know this jurisdiction",
    )


class RoleImpossible(Problem):
    status, code, title = 409, "role-impossible", "This organisation has no such role"


class SubjectTaken(Problem):
    status, code, title = (
        409,
        "subject-taken",
        "Somebody of this organisation signs in by this name",
    )
    detail = "Change them instead."


class KeysUnusable(Problem):
    status, code, title = 422, "keys-unusable", "These are no public keys"
    detail = "Give a JWK set with the public keys alone, of ES384 or RS384."


class NoProgram(Problem):
    status, code, title = 409, "partner-of-programs", "Partners are a program's"
    detail = "Name the program first, then the agency, the district or the other program."


PRINCIPAL = record.Kind("principal", Principal, PrincipalNotFound)


@asynccontextmanager
async def inside(
    database: Database, organisation_id: UUID
) -> AsyncIterator[tuple[AsyncSession, Actor]]:
    """A transaction inside the organisation, and one who acts there without being anybody of it.

    Raises: OrganisationNotFound.
    """
    async with database.session(None) as db:
        found = await queries.organisation(db, organisation_id)
    if found is None:
        raise OrganisationNotFound
    home = Home(found.id, found.kind, found.name, found.jurisdiction, found.time_zone, found.number)
    actor = Actor(home, SUBJECT, (), frozenset())
    async with recomputation.acting_for(database, actor)() as db:
        yield db, actor


async def add_organisation(db: AsyncSession, body: OrganisationCreate) -> Organisation:
    """Of a login that is a member of `eb_owner`: the API itself may only read it.

    Raises: JurisdictionUnknown.
    """
    known = rulebook.load().jurisdictions
    if body.jurisdiction not in known:
        raise JurisdictionUnknown(f"It knows {', '.join(sorted(known))}.")
    await db.execute(text("set local role eb_owner"))
    row = Organisation(id=new_id(), **body.model_dump())
    db.add(row)
    return row


async def add_person(db: AsyncSession, actor: Actor, body: PersonCreate) -> Principal:
    """Raises: RoleImpossible, SubjectTaken."""
    if await queries.principal(db, actor, body.subject) is not None:
        raise SubjectTaken
    return _admit(db, actor, "person", body.model_dump())


async def change_person(
    db: AsyncSession, actor: Actor, subject: str, body: PersonUpdate
) -> Principal:
    """Raises: PrincipalNotFound, RoleImpossible."""
    row = await queries.principal(db, actor, subject)
    if row is None:
        raise PrincipalNotFound
    changes = body.model_dump(exclude_unset=True)
    _require_roles(actor, changes.get("roles", row.roles))
    record.change(db, actor, PRINCIPAL, row, changes)
    return row


async def add_system(
    db: AsyncSession, actor: Actor, body: SystemCreate
) -> tuple[Principal, str | None]:
    """The system and its secret, which nobody can read again; None where it proves itself by a key.

    Raises: RoleImpossible, KeysUnusable.
    """
    id_ = new_id()
    said = {"subject": f"system-{id_}", **body.model_dump(exclude={"public_keys"})}
    row = _admit(db, actor, "system", said, id_)
    await db.flush()
    return row, _credential(db, actor, row, body.public_keys)


async def renew(
    db: AsyncSession, actor: Actor, principal_id: UUID, public_keys: Mapping[str, Any] | None
) -> str | None:
    """Another secret, or other keys; whatever proved this system before does no longer.

    Raises: PrincipalNotFound, KeysUnusable.
    """
    row = await queries.system(db, actor, principal_id)
    if row is None:
        raise PrincipalNotFound
    await queries.end_credentials(db, actor, principal_id)
    return _credential(db, actor, row, public_keys)


async def partner(db: AsyncSession, actor: Actor, partner: Organisation, *, ends: bool) -> None:
    """Begin, begin again or end a program's relation with an agency, a district or another program.

    Raises: NoProgram.
    """
    if actor.home.kind != OrganisationKind.PROGRAM or partner.id == actor.tenant_id:
        raise NoProgram
    row = await queries.partnership(db, actor, partner.id)
    if row is None:
        row = Partnership(tenant_id=actor.tenant_id, partner_id=partner.id)
        db.add(row)
    row.is_active = not ends
    audit.record(
        db, actor, "change", "partnership", partner_id=str(partner.id), is_active=row.is_active
    )


def _admit(
    db: AsyncSession, actor: Actor, kind: str, said: Mapping[str, Any], id_: UUID | None = None
) -> Principal:
    _require_roles(actor, said["roles"])
    return record.add(
        db, actor, PRINCIPAL, Principal(id=id_ or new_id(), kind=kind, is_active=True, **said)
    )


def _require_roles(actor: Actor, roles: list[str]) -> None:
    """Raises: RoleImpossible."""
    may = SYSTEM_ROLES.get(OrganisationKind(actor.home.kind), set())
    if actor.home.kind == OrganisationKind.PROGRAM:
        may = set(PROGRAM_ROLES)
    if not set(roles) <= may:
        raise RoleImpossible(f"It has: {', '.join(sorted(may))}." if may else NOBODY)


def _credential(
    db: AsyncSession, actor: Actor, row: Principal, public_keys: Mapping[str, Any] | None
) -> str | None:
    secret = None if public_keys else secrets.token_urlsafe(32)
    db.add(
        ClientCredential(
            tenant_id=actor.tenant_id,
            principal_id=row.id,
            secret_sha256=hashlib.sha256(secret.encode()).hexdigest() if secret else None,
            public_keys=_public(public_keys) if public_keys else None,
        )
    )
    audit.record(db, actor, "create", "client-credential", principal_id=str(row.id))
    return secret


def _public(keys: Mapping[str, Any]) -> dict[str, Any]:
    """Raises: KeysUnusable, also for private keys, which nobody should hand out."""
    try:
        held = KeySet.import_key_set(dict(keys))  # type: ignore[arg-type]
    except (JoseError, ValueError, TypeError, KeyError):
        raise KeysUnusable from None
    if not held.keys or any(
        key.is_private or key.key_type not in {"EC", "RSA"} for key in held.keys
    ):
        raise KeysUnusable
    return dict(keys)
