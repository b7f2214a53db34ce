"""The program's funders, vendors and limits for equipment."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Depends, Response

from app.auth import Actor, Db, Once, require
from app.errors import problems
from app.http import IfMatch, Route, etag
from app.models.fields import Bounded
from app.models.schemas.funding import (
    FunderCreate,
    FunderRead,
    FunderUpdate,
    PolicyRead,
    PolicyUpdate,
    VendorCreate,
    VendorRead,
    VendorUpdate,
)
from app.models.schemas.record import ActionRead, ChangeRead
from app.pagination import ById, CursorInvalid, Order, Page, Paging, by_name, in_portions, paged
from app.services import upkeep
from app.services.equipment import directory, policy
from app.services.equipment.problems import EquipmentFunderNotFound, EquipmentVendorNotFound

router = APIRouter(prefix="/v1", tags=["equipment"], route_class=Route)
Reader = Annotated[Actor, Depends(require("equipment:read"))]
Keeper = Annotated[Actor, Depends(require("equipment:configure"))]
PAYERS = Order(("comes_last", "rank", "id"), (bool, int, UUID))


@router.get("/equipment-policy", responses=problems())
async def get_equipment_policy(actor: Reader, db: Db, response: Response) -> PolicyRead:
    """How long a stage may last and when growth is reviewed: the program's own, or the default."""
    found = await policy.of(db, actor)
    response.headers["ETag"] = etag(found.version)
    return PolicyRead.model_validate(found)


@router.patch("/equipment-policy", responses=problems(policy.ReviewMonths))
async def update_equipment_policy(
    body: PolicyUpdate, actor: Keeper, db: Db, if_match: IfMatch, response: Response
) -> PolicyRead:
    """Set limits of the program's own; requests that wait are measured by them at once."""
    found = await policy.change(db, actor, body, if_match)
    response.headers["ETag"] = etag(found.version)
    return PolicyRead.model_validate(found)


@router.get("/equipment-funders", responses=problems(CursorInvalid))
async def list_equipment_funders(
    actor: Reader, db: Db, paging: Annotated[Paging, in_portions(PAYERS)]
) -> Bounded[FunderRead]:
    """Sources of money in payer order, Part C last; former ones too."""
    rows = await directory.funders(db, actor, paging.limit, paging.after)
    return paging.portion(rows, FunderRead)


@router.get("/equipment-vendors", responses=problems(CursorInvalid))
async def list_equipment_vendors(
    actor: Reader, db: Db, paging: Annotated[Paging, paged(by_name())]
) -> Page[VendorRead]:
    """Vendors by name, former ones too."""
    rows = await directory.vendors(db, actor, paging.limit, paging.after)
    return paging.page(rows, VendorRead)


@router.post("/equipment-funders", status_code=201, responses=problems(directory.FunderFull))
async def add_equipment_funder(
    body: FunderCreate, actor: Keeper, db: Once, response: Response
) -> FunderRead:
    """Add a source of money at its place in the payer order."""
    row = await directory.add_funder(db, actor, body)
    response.headers["Location"] = f"/v1/equipment-funders/{row.id}"
    response.headers["ETag"] = etag(row.version)
    return FunderRead.model_validate(row)


@router.get("/equipment-funders/{funder_id}", responses=problems(EquipmentFunderNotFound))
async def get_equipment_funder(
    funder_id: UUID, actor: Reader, db: Db, response: Response
) -> FunderRead:
    """One funder."""
    row = await directory.read(db, actor, directory.FUNDER, funder_id)
    response.headers["ETag"] = etag(row.version)
    return FunderRead.model_validate(row)


@router.get("/equipment-funders/{funder_id}/actions", responses=problems(EquipmentFunderNotFound))
async def list_equipment_funder_actions(
    funder_id: UUID, actor: Reader, db: Db
) -> Bounded[ActionRead]:
    """What may be done with the entry now."""
    row = await directory.read(db, actor, directory.FUNDER, funder_id)
    return ActionRead.each(upkeep.actions(actor, upkeep.FUNDER_OR_VENDOR, row))


@router.patch("/equipment-funders/{funder_id}", responses=problems(EquipmentFunderNotFound))
async def update_equipment_funder(
    funder_id: UUID,
    body: FunderUpdate,
    actor: Keeper,
    db: Db,
    if_match: IfMatch,
    response: Response,
) -> FunderRead:
    """Correct it, move it in the payer order, or end it."""
    row = await directory.change_funder(db, actor, funder_id, body, if_match)
    response.headers["ETag"] = etag(row.version)
    return FunderRead.model_validate(row)


@router.get(
    "/equipment-funders/{funder_id}/history",
    responses=problems(EquipmentFunderNotFound, CursorInvalid),
)
async def list_equipment_funder_history(
    funder_id: UUID, actor: Reader, db: Db, paging: ById
) -> Page[ChangeRead]:
    """Who added and changed it, and what it was before."""
    rows = await directory.history(
        db, actor, directory.FUNDER, funder_id, paging.limit, paging.after
    )
    return paging.page(rows, ChangeRead)


@router.post("/equipment-vendors", status_code=201, responses=problems())
async def add_equipment_vendor(
    body: VendorCreate, actor: Keeper, db: Once, response: Response
) -> VendorRead:
    """Add a vendor."""
    row = await directory.add_vendor(db, actor, body)
    response.headers["Location"] = f"/v1/equipment-vendors/{row.id}"
    response.headers["ETag"] = etag(row.version)
    return VendorRead.model_validate(row)


@router.get("/equipment-vendors/{vendor_id}", responses=problems(EquipmentVendorNotFound))
async def get_equipment_vendor(
    vendor_id: UUID, actor: Reader, db: Db, response: Response
) -> VendorRead:
    """One vendor."""
    row = await directory.read(db, actor, directory.VENDOR, vendor_id)
    response.headers["ETag"] = etag(row.version)
    return VendorRead.model_validate(row)


@router.get("/equipment-vendors/{vendor_id}/actions", responses=problems(EquipmentVendorNotFound))
async def list_equipment_vendor_actions(
    vendor_id: UUID, actor: Reader, db: Db
) -> Bounded[ActionRead]:
    """What may be done with the entry now."""
    row = await directory.read(db, actor, directory.VENDOR, vendor_id)
    return ActionRead.each(upkeep.actions(actor, upkeep.FUNDER_OR_VENDOR, row))


@router.patch("/equipment-vendors/{vendor_id}", responses=problems(EquipmentVendorNotFound))
async def update_equipment_vendor(
    vendor_id: UUID,
    body: VendorUpdate,
    actor: Keeper,
    db: Db,
    if_match: IfMatch,
    response: Response,
) -> VendorRead:
    """Correct a vendor, or end it."""
    row = await directory.change_vendor(db, actor, vendor_id, body, if_match)
    response.headers["ETag"] = etag(row.version)
    return VendorRead.model_validate(row)


@router.get(
    "/equipment-vendors/{vendor_id}/history",
    responses=problems(EquipmentVendorNotFound, CursorInvalid),
)
async def list_equipment_vendor_history(
    vendor_id: UUID, actor: Reader, db: Db, paging: ById
) -> Page[ChangeRead]:
    """Who added and changed it, and what it was before."""
    rows = await directory.history(
        db, actor, directory.VENDOR, vendor_id, paging.limit, paging.after
    )
    return paging.page(rows, ChangeRead)
