"""Working without a network: what a device may hold."""

from typing import Annotated

from fastapi import APIRouter, Depends

from app.auth import Actor, Db, require
from app.errors import problems
from app.http import Route
from app.models.schemas.offline import OfflineFiles
from app.services import offline

router = APIRouter(prefix="/v1/me", tags=["student"], route_class=Route)
Reader = Annotated[Actor, Depends(require("student:read"))]


@router.get("/offline-files", responses=problems())
async def list_offline_files(actor: Reader, db: Db) -> OfflineFiles:
    """Ask at each contact which files the device may hold; it removes every other. `principal-inactive`: all of them."""
    return OfflineFiles.model_validate(await offline.files(db, actor))
