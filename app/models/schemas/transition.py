"""The hand-over to the school district: notice, packet."""

from datetime import date, datetime
from typing import Any, Literal
from uuid import UUID

from pydantic import Field

from app.models.fields import Line, PacketItem, Read, Write


class LeaNotificationCreate(Write):
    """Tell the district: name, birth date and parents' contact data, nothing else (34 CFR 303.401(d))."""

    district_id: UUID | None = Field(
        default=None, description="The student's district of residence when absent."
    )


class ParentContact(Read):
    name: str
    relationship: str
    phone: str | None
    address: dict[str, Any] | None


class LeaNoticeRead(Read):
    id: UUID
    version: int
    program_id: UUID
    child_first_name: str
    child_last_name: str
    born_on: date
    parents: list[ParentContact]
    notified_on: date


class PacketRelease(Write):
    consent_id: UUID = Field(
        description="Live consent that names the district and what it may receive."
    )
    note: Line | None = Field(default=None, description="Cover note; no clinical content.")


class PacketRead(Read):
    """A released packet as the program keeps it."""

    id: UUID
    version: int
    student_id: UUID
    district_id: UUID
    consent_id: UUID
    number: int
    released_on: date
    sha256: str
    withdrawn_at: datetime | None
    pulled_at: datetime | None


class PacketRow(Read):
    """A packet in the district's list."""

    id: UUID
    version: int
    program_id: UUID
    number: int
    released_at: datetime
    sha256: str
    withdrawn_at: datetime | None
    first_pulled_at: datetime | None


class ManifestLine(Read):
    item: PacketItem
    state: Literal["included", "missing", "withheld_by_parent", "not_applicable"]
    reason: str | None
    sha256: str | None


class PacketContent(Read):
    """The frozen snapshot: byte for byte what was released."""

    packet_id: UUID
    number: int
    released_on: date
    program: dict[str, str]
    district: dict[str, str]
    student_id: UUID
    note: str | None
    consent: dict[str, Any]
    manifest: list[ManifestLine]
    items: dict[str, Any]
    family_brings: list[str]
