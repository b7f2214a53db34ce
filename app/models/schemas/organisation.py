"""Who one is, with whom one works, and which organisations are partners."""

from datetime import date
from uuid import UUID

from app.models.fields import Read


class OrganisationRead(Read):
    id: UUID
    kind: str
    name: str
    jurisdiction: str
    time_zone: str


class MeRead(Read):
    """The caller as this service knows them."""

    principal_id: UUID
    name: str
    subject: str
    roles: list[str]
    scopes: list[str]
    organisation: OrganisationRead
    today: date


class StaffRead(Read):
    id: UUID
    name: str
    roles: list[str]
    discipline: str | None
