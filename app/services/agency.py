"""The program's directory of agencies: kept by everybody who works with them, deleted by nobody."""

from collections.abc import Mapping
from typing import Any, TypeVar
from uuid import UUID

from pydantic import BaseModel
from sqlalchemy.ext.asyncio import AsyncSession

from app import audit
from app.auth import Actor
from app.errors import NotFound, Problem
from app.models.agency import Agency, AgencyPerson, AgencyService, AgencySite
from app.models.history import RecordChange
from app.models.schemas.agency import AgencyCreate, AgencyFilter, AgencyUpdate
from app.models.words.agency import AgencyStatus, OfferStatus
from app.services import record, upkeep
from app.services.queries import agency as queries
from app.services.queries import record as records
from app.services.queries import transition as partners
from app.services.workflow import Action

Part = TypeVar("Part", AgencySite, AgencyPerson, AgencyService)


class AgencyNotFound(NotFound):
    code, title = "agency-not-found", "There is no such agency in the directory"


class SiteNotFound(NotFound):
    code, title = "agency-site-not-found", "There is no such place of this agency"


class PersonNotFound(NotFound):
    code, title = "agency-person-not-found", "There is no such person at this agency"


class OfferNotFound(NotFound):
    code, title = "agency-service-not-found", "There is no such service of this agency"


class PartnerUnknown(Problem):
    status, code, title = 409, "not-a-partner-organisation", "This is not one of the partners"
    detail = "Choose one of GET /v1/partners, or leave `organisation_id` out."


class PartnerListed(Problem):
    status, code, title = 409, "partner-listed-already", "This partner has an entry already"


class SiteUnknown(Problem):
    status, code, title = 409, "site-of-another-agency", "This place is not one of the agency's"


class AgesReversed(Problem):
    status, code, title = 409, "ages-reversed", "The oldest age would be below the youngest"
    detail = "Check `min_months` and `max_months`."


class CapacityInFuture(Problem):
    status, code, title = 409, "capacity-in-future", "This day has not come yet"


WRITE_PROBLEMS = (PartnerUnknown, PartnerListed)
PART_PROBLEMS = (AgencyNotFound, SiteUnknown, AgesReversed, CapacityInFuture)
AGENCY = record.Kind("agency", Agency, AgencyNotFound)
SITE = record.Kind("agency-site", AgencySite, SiteNotFound)
PERSON = record.Kind("agency-person", AgencyPerson, PersonNotFound)
OFFER = record.Kind("agency-service", AgencyService, OfferNotFound)


async def search(
    db: AsyncSession,
    actor: Actor,
    asked: AgencyFilter,
    limit: int,
    after: tuple[Any, ...] | None,
) -> list[dict[str, Any]]:
    """By name, each with what it offers now; one more than `limit` when there is more."""
    rows = await queries.search(db, actor, asked, limit, after)
    offers = await queries.parts(db, actor, AgencyService, [row.id for row in rows[:limit]])
    audit.record(db, actor, "search", "agencies")
    return [
        {
            "agency": row,
            "services": [
                o for o in offers if o.agency_id == row.id and o.status == OfferStatus.ACTIVE
            ],
        }
        for row in rows
    ]


async def read(db: AsyncSession, actor: Actor, agency_id: UUID) -> dict[str, Any]:
    """An agency with all its parts. Raises: AgencyNotFound."""
    row = await record.read(db, actor, AGENCY, agency_id)
    return {
        "agency": row,
        "sites": await queries.parts(db, actor, AgencySite, [row.id]),
        "people": await queries.parts(db, actor, AgencyPerson, [row.id]),
        "services": await queries.parts(db, actor, AgencyService, [row.id]),
    }


async def actions(db: AsyncSession, actor: Actor, agency_id: UUID) -> list[Action]:
    """Raises: AgencyNotFound."""
    row = await record.read(db, actor, AGENCY, agency_id)
    return upkeep.actions(actor, upkeep.AGENCY, row)


async def add(db: AsyncSession, actor: Actor, body: AgencyCreate) -> Agency:
    """Raises: WRITE_PROBLEMS."""
    await _check_partner(db, actor, body.organisation_id, None)
    row = Agency(tenant_id=actor.tenant_id, **body.model_dump())
    return record.add(db, actor, AGENCY, row)


async def change(
    db: AsyncSession, actor: Actor, agency_id: UUID, body: AgencyUpdate, if_match: str
) -> Agency:
    """Apply a merge patch. Raises: AgencyNotFound, WRITE_PROBLEMS, VersionStale."""
    row = await record.open_for_change(db, actor, AGENCY, agency_id, if_match)
    await _check_partner(db, actor, body.organisation_id, row.id)
    changes = body.model_dump(exclude_unset=True)
    if changes.get("status") == AgencyStatus.ACTIVE:
        changes["inactive_reason"] = None
    record.change(db, actor, AGENCY, row, changes)
    return row


async def history(
    db: AsyncSession, actor: Actor, agency_id: UUID, limit: int, after: tuple[Any, ...] | None
) -> list[RecordChange]:
    """Raises: AgencyNotFound."""
    return await record.history(db, actor, AGENCY, agency_id, limit, after)


async def read_part(
    db: AsyncSession, actor: Actor, kind: record.Kind[Part], agency_id: UUID, part_id: UUID
) -> Part:
    """A place, a person or a service. Raises: AgencyNotFound, kind.missing."""
    await require_agency(db, actor, agency_id)
    return _of(kind, await record.read(db, actor, kind, part_id), agency_id)


async def add_part(
    db: AsyncSession, actor: Actor, kind: record.Kind[Part], agency_id: UUID, body: BaseModel
) -> Part:
    """Raises: PART_PROBLEMS."""
    await require_agency(db, actor, agency_id)
    values = _dated(actor, body.model_dump(mode="python"))
    row = kind.table(tenant_id=actor.tenant_id, agency_id=agency_id, **values)
    await _check_part(db, actor, row)
    return record.add(db, actor, kind, row)


async def change_part(
    db: AsyncSession,
    actor: Actor,
    kind: record.Kind[Part],
    agency_id: UUID,
    part_id: UUID,
    body: BaseModel,
    if_match: str,
) -> Part:
    """Apply a merge patch. Raises: PART_PROBLEMS, kind.missing, VersionStale."""
    await require_agency(db, actor, agency_id)
    row = await record.open_for_change(db, actor, kind, part_id, if_match)
    _of(kind, row, agency_id)
    record.change(db, actor, kind, row, _dated(actor, body.model_dump(exclude_unset=True)))
    await _check_part(db, actor, row)
    return row


async def part_history(
    db: AsyncSession,
    actor: Actor,
    kind: record.Kind[Part],
    agency_id: UUID,
    part_id: UUID,
    limit: int,
    after: tuple[Any, ...] | None,
) -> list[RecordChange]:
    """Raises: AgencyNotFound, kind.missing."""
    await read_part(db, actor, kind, agency_id, part_id)
    return await record.history(db, actor, kind, part_id, limit, after)


async def require_agency(db: AsyncSession, actor: Actor, agency_id: UUID) -> Agency:
    """Raises: AgencyNotFound."""
    row = await records.one(db, actor, Agency, agency_id)
    if row is None:
        raise AgencyNotFound
    return row


async def _check_partner(
    db: AsyncSession, actor: Actor, organisation_id: UUID | None, own: UUID | None
) -> None:
    if organisation_id is None:
        return
    if not await partners.is_partner(db, actor, organisation_id):
        raise PartnerUnknown
    listed = await queries.of_partner(db, actor, organisation_id)
    if listed is not None and listed.id != own:
        raise PartnerListed(f"It is the agency {listed.id}; add to that one.")


def _of(kind: record.Kind[Part], row: Part, agency_id: UUID) -> Part:
    if row.agency_id != agency_id:
        raise kind.missing
    return row


def _dated(actor: Actor, values: Mapping[str, Any]) -> dict[str, Any]:
    """What the agency said of its room is dated: today, unless a day is given."""
    if values.get("capacity") is None or values.get("capacity_updated_on") is not None:
        return dict(values)
    return {**values, "capacity_updated_on": actor.today()}


async def _check_part(db: AsyncSession, actor: Actor, row: Part) -> None:
    site_id = None if isinstance(row, AgencySite) else row.site_id
    if site_id is not None:
        site = await records.one(db, actor, AgencySite, site_id)
        if site is None or site.agency_id != row.agency_id:
            raise SiteUnknown
    if not isinstance(row, AgencyService):
        return
    if None not in (row.min_months, row.max_months) and row.max_months < row.min_months:  # type: ignore[operator]
        raise AgesReversed
    if row.capacity_updated_on is not None and row.capacity_updated_on > actor.today():
        raise CapacityInFuture
