"""The program's funders and vendors."""

from typing import Any
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from app.auth import Actor
from app.errors import Problem
from app.models.funding import EquipmentFunder, EquipmentVendor
from app.models.history import RecordChange
from app.models.schemas.funding import FunderCreate, FunderUpdate, VendorCreate, VendorUpdate
from app.services import record
from app.services.equipment.problems import EquipmentFunderNotFound, EquipmentVendorNotFound
from app.services.queries import equipment as queries

MOST_FUNDERS = 50


class FunderFull(Problem):
    status, code, title = 409, "funders-full", "The payer order holds as many sources as it may"
    detail = f"A program keeps at most {MOST_FUNDERS} sources. Change one that is no longer asked."


FUNDER = record.Kind("equipment-funder", EquipmentFunder, EquipmentFunderNotFound)
VENDOR = record.Kind("equipment-vendor", EquipmentVendor, EquipmentVendorNotFound)


async def funders(
    db: AsyncSession, actor: Actor, limit: int, after: tuple[Any, ...] | None
) -> list[EquipmentFunder]:
    """In payer order, former ones too."""
    return await queries.funders(db, actor, limit, after, only_active=False)


async def add_funder(db: AsyncSession, actor: Actor, body: FunderCreate) -> EquipmentFunder:
    """Raises: FunderFull."""
    if len(await queries.funders(db, actor, only_active=False)) >= MOST_FUNDERS:
        raise FunderFull
    row = EquipmentFunder(tenant_id=actor.tenant_id, **body.model_dump(mode="json"))
    return record.add(db, actor, FUNDER, row)


async def change_funder(
    db: AsyncSession, actor: Actor, funder_id: UUID, body: FunderUpdate, if_match: str
) -> EquipmentFunder:
    """Raises: EquipmentFunderNotFound, VersionStale."""
    row = await record.open_for_change(db, actor, FUNDER, funder_id, if_match)
    record.change(db, actor, FUNDER, row, body.model_dump(mode="json", exclude_unset=True))
    return row


async def vendors(
    db: AsyncSession, actor: Actor, limit: int, after: tuple[Any, ...] | None
) -> list[EquipmentVendor]:
    """By name, former ones too."""
    return await queries.vendors(db, actor, limit, after)


async def add_vendor(db: AsyncSession, actor: Actor, body: VendorCreate) -> EquipmentVendor:
    row = EquipmentVendor(tenant_id=actor.tenant_id, **body.model_dump(mode="json"))
    return record.add(db, actor, VENDOR, row)


async def change_vendor(
    db: AsyncSession, actor: Actor, vendor_id: UUID, body: VendorUpdate, if_match: str
) -> EquipmentVendor:
    """Raises: EquipmentVendorNotFound, VersionStale."""
    row = await record.open_for_change(db, actor, VENDOR, vendor_id, if_match)
    record.change(db, actor, VENDOR, row, body.model_dump(mode="json", exclude_unset=True))
    return row


async def read(db: AsyncSession, actor: Actor, kind: record.Kind[Any], record_id: UUID) -> Any:
    """A funder or a vendor. Raises: kind.missing."""
    return await record.read(db, actor, kind, record_id)


async def history(
    db: AsyncSession,
    actor: Actor,
    kind: record.Kind[Any],
    record_id: UUID,
    limit: int,
    after: tuple[Any, ...] | None,
) -> list[RecordChange]:
    """Raises: kind.missing."""
    return await record.history(db, actor, kind, record_id, limit, after)
