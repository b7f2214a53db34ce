"""Signatures: the scan of one that was given on paper."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Depends

from app.auth import Actor, Once, require
from app.errors import problems
from app.http import Route
from app.models.schemas.record import ScanAttach, SignatureRead
from app.services import scan

router = APIRouter(
    prefix="/v1/students/{student_id}/signatures", tags=["document"], route_class=Route
)
Writer = Annotated[Actor, Depends(require("student:write"))]


@router.post("/{signature_id}/scan", responses=problems(*scan.SIGNATURE_PROBLEMS))
async def attach_scan_of_signature(
    student_id: UUID, signature_id: UUID, body: ScanAttach, actor: Writer, db: Once
) -> SignatureRead:
    """Name the scan of a paper that was signed before anybody scanned it; the newest one counts."""
    row = await scan.of_signature(db, actor, student_id, signature_id, body)
    return SignatureRead.model_validate(row)
