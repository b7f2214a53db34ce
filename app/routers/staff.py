"""What the program's people hold: licences, without which nobody signs, certificates and checks."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Depends, Query, Response

from app.auth import Actor, Db, Once, require
from app.errors import problems
from app.http import IfMatch, Route, etag
from app.models.fields import Bounded
from app.models.schemas.record import ActionRead, ChangeRead
from app.models.schemas.staff import CredentialCreate, CredentialRead, CredentialUpdate
from app.models.words.staff import CredentialKind
from app.pagination import ById, CursorInvalid, Page, Paging, by_day, in_portions
from app.services import credential, upkeep

router = APIRouter(
    prefix="/v1/staff/{principal_id}/credentials", tags=["organisation"], route_class=Route
)
Reader = Annotated[Actor, Depends(require("staff:read"))]
Writer = Annotated[Actor, Depends(require("staff:write"))]


@router.get("", responses=problems(credential.StaffNotFound, CursorInvalid))
async def list_credentials(
    principal_id: UUID,
    actor: Reader,
    db: Db,
    paging: Annotated[Paging, in_portions(by_day("valid_from"))],
    kind: Annotated[CredentialKind | None, Query(description="Only this kind.")] = None,
) -> Bounded[CredentialRead]:
    """A colleague's licences, certificates and checks, former ones too, by their first day."""
    rows = await credential.list_of(db, actor, principal_id, kind, paging.limit, paging.after)
    return paging.portion(rows, CredentialRead)


@router.post("", status_code=201, responses=problems(*credential.WRITE_PROBLEMS))
async def add_credential(
    principal_id: UUID, body: CredentialCreate, actor: Writer, db: Once, response: Response
) -> CredentialRead:
    """Record a licence, certificate or check; a licence is what the person signs under from now on."""
    row = await credential.add(db, actor, principal_id, body)
    response.headers["Location"] = f"/v1/staff/{principal_id}/credentials/{row.id}"
    return CredentialRead.model_validate(row)


@router.get(
    "/{credential_id}",
    responses=problems(credential.StaffNotFound, credential.CredentialNotFound),
)
async def get_credential(
    principal_id: UUID, credential_id: UUID, actor: Reader, db: Db, response: Response
) -> CredentialRead:
    """One licence, certificate or check."""
    row = await credential.read(db, actor, principal_id, credential_id)
    response.headers["ETag"] = etag(row.version)
    return CredentialRead.model_validate(row)


@router.get(
    "/{credential_id}/actions",
    responses=problems(credential.StaffNotFound, credential.CredentialNotFound),
)
async def list_credential_actions(
    principal_id: UUID, credential_id: UUID, actor: Reader, db: Db
) -> Bounded[ActionRead]:
    """What may be done with the credential now."""
    row = await credential.read(db, actor, principal_id, credential_id)
    return ActionRead.each(upkeep.actions(actor, upkeep.CREDENTIAL, row))


@router.patch(
    "/{credential_id}",
    responses=problems(*credential.WRITE_PROBLEMS, credential.CredentialNotFound),
)
async def update_credential(
    principal_id: UUID,
    credential_id: UUID,
    body: CredentialUpdate,
    actor: Writer,
    db: Db,
    if_match: IfMatch,
    response: Response,
) -> CredentialRead:
    """Renew or correct a credential; what it was stays in its history."""
    row = await credential.change(db, actor, principal_id, credential_id, body, if_match)
    response.headers["ETag"] = etag(row.version)
    return CredentialRead.model_validate(row)


@router.get(
    "/{credential_id}/history",
    responses=problems(credential.StaffNotFound, credential.CredentialNotFound, CursorInvalid),
)
async def list_credential_history(
    principal_id: UUID, credential_id: UUID, actor: Reader, db: Db, paging: ById
) -> Page[ChangeRead]:
    """Who recorded, renewed or corrected it, and what it was before."""
    rows = await credential.history(
        db, actor, principal_id, credential_id, paging.limit, paging.after
    )
    return paging.page(rows, ChangeRead)
