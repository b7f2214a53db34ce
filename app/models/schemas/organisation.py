"""Who one is, with whom one works, and which organisations are partners."""

from datetime import date
from uuid import UUID

from app.models.fields import Read, Write, may_be_absent
from app.models.schemas.person import Areas, Languages


class OrganisationRead(Read):
    id: UUID
    kind: str
    name: str
    jurisdiction: str
    time_zone: str


class MeRead(Read):
    """The caller as this service knows them."""

    principal_id: UUID
    version: int
    name: str
    subject: str
    languages: list[str]
    areas: list[str]
    roles: list[str]
    scopes: list[str]
    organisation: OrganisationRead
    today: date


class MeUpdate(Write):
    """Merge patch of what the caller says of themselves; where they work is the administrator's to say."""

    languages: Languages = may_be_absent(description="That you can work in. The list comes whole.")


class StaffRead(Read):
    id: UUID
    version: int
    name: str
    roles: list[str]
    discipline: str | None
    languages: list[str]
    areas: list[str]


class StaffUpdate(Write):
    """Merge patch: a list comes whole."""

    languages: Languages = may_be_absent(description="That the person can work in.")
    areas: Areas = may_be_absent(
        description="Where the person works: counties, towns, postal codes."
    )
