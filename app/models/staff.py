"""What the program's people are licensed to do and certified in, and until when."""

from datetime import date
from typing import Any, ClassVar
from uuid import UUID

from sqlalchemy import CheckConstraint, Index
from sqlmodel import Field

from app.models.base import SCHEMA, Record, one_of, within
from app.models.words.staff import CredentialKind, CredentialLevel, LeaveKind

LICENCE = CredentialKind.LICENCE.value


class StaffCredential(Record, table=True):
    """A licence, certificate or check. `expires_on` is the last day on which it holds; None: it does not expire."""

    __tablename__ = "staff_credential"
    __table_args__: ClassVar[Any] = (
        within("principal_id", "principal"),
        within("supervisor_id", "principal"),
        CheckConstraint(
            f"level in ({', '.join(repr(v.value) for v in CredentialLevel)})", name="level"
        ),
        CheckConstraint("expires_on >= valid_from", name="order"),
        one_of("kind", CredentialKind),
        CheckConstraint(
            "(kind = 'licence') = (discipline is not null) and (kind = 'licence') = (level is not null) "
            "and (kind = 'licence' or supervisor_id is null)",
            name="of_licence",
        ),
        Index("ix_staff_credential_expiry", "tenant_id", "expires_on", "id"),
        Index("ix_staff_credential_person", "tenant_id", "principal_id", "valid_from", "id"),
        {"schema": SCHEMA},
    )
    principal_id: UUID
    kind: str = Field(default=LICENCE, sa_column_kwargs={"server_default": LICENCE})
    discipline: str | None = None
    level: str | None = None
    title: str
    number: str | None = None
    issuer: str
    valid_from: date
    expires_on: date | None = None
    supervisor_id: UUID | None = None


class StaffLeave(Record, table=True):
    """Days on which somebody is away, both ends inside, and who stands in."""

    __tablename__ = "staff_leave"
    __table_args__: ClassVar[Any] = (
        within("principal_id", "principal"),
        within("cover_id", "principal"),
        CheckConstraint(f"kind in ({', '.join(repr(v.value) for v in LeaveKind)})", name="kind"),
        CheckConstraint("to_on >= from_on", name="order"),
        Index("ix_staff_leave_person", "tenant_id", "principal_id", "from_on", "id"),
        {"schema": SCHEMA},
    )
    principal_id: UUID
    kind: str
    from_on: date
    to_on: date
    cover_id: UUID | None = None
    note: str | None = None
    is_cancelled: bool = Field(default=False, sa_column_kwargs={"server_default": "false"})
