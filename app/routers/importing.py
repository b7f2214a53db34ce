"""Imports: what an earlier system held, line by line."""

from typing import Annotated, Literal

from fastapi import APIRouter, Depends, Path

from app.auth import Actor, Directories, Once, require
from app.http import Route
from app.models.schemas.importing import ImportBatch, ImportResult
from app.services import importing

router = APIRouter(prefix="/v1/imports", tags=["operation"], route_class=Route)
Sender = Annotated[Actor, Depends(require("referral:write"))]
Importer = Annotated[Actor, Depends(require("program:import"))]


@router.post("/referrals")
async def import_referrals(
    body: ImportBatch, actor: Sender, db: Once, directory: Directories
) -> ImportResult:
    """Take in referrals, or only try; one whose number or `sender_ref` was sent before is known already."""
    found = await importing.take(db, directory, actor, importing.REFERRALS, body)
    return ImportResult.model_validate(found)


@router.post("/{kind}")
async def import_records(
    kind: Annotated[
        Literal["students", "contacts", "events"], Path(description="What the lines hold.")
    ],
    body: ImportBatch,
    actor: Importer,
    db: Once,
    directory: Directories,
) -> ImportResult:
    """Take in lines of one kind, or only try; each is created, known already, or refused with its problem."""
    return ImportResult.model_validate(await importing.take(db, directory, actor, kind, body))
