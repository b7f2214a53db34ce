"""Append-only trails: who saw or changed what, and what somebody must be told."""

from datetime import datetime
from typing import Any, ClassVar
from uuid import UUID

from sqlalchemy import BigInteger, CheckConstraint, DateTime, Index, Text, Uuid, text
from sqlalchemy.dialects.postgresql import ARRAY
from sqlmodel import Field, SQLModel

from app.models.base import NOW, SCHEMA, TenantRow, instant, json_column


class AccessLog(TenantRow, table=True):
    """The record of access (34 CFR 303.406): party, date, purpose, which student.

    A list names its students in `student_ids`; everything else in `student_id`.
    `created_by` is the principal when it is this tenant's own; `party` names
    whoever acted, also from outside.
    """

    __tablename__ = "access_log"
    __table_args__: ClassVar[Any] = (
        Index(
            "ix_access_log_student",
            "tenant_id",
            "student_id",
            "created_at",
            postgresql_where=text("student_id is not null"),
        ),
        Index("ix_access_log_time", "tenant_id", "created_at", "id"),
        Index(
            "ix_access_log_export",
            "tenant_id",
            "created_at",
            "id",
            postgresql_where=text("resource = 'export'"),
        ),
        Index(
            "ix_access_log_disclosure",
            "tenant_id",
            "student_id",
            "created_at",
            "id",
            postgresql_where=text("action = 'disclose' and student_id is not null"),
        ),
        CheckConstraint(
            "action in ('read', 'list', 'create', 'change', 'disclose', 'search')", name="action"
        ),
        {"schema": SCHEMA},
    )
    action: str
    resource: str
    purpose: str
    party: str = Field(
        default=None, sa_column_kwargs={"server_default": text("eb.party()"), "nullable": False}
    )
    student_id: UUID | None = None
    student_ids: list[UUID] | None = Field(default=None, sa_type=ARRAY(Uuid))
    detail: dict[str, Any] | None = json_column(default=None)


class AccessSet(SQLModel, table=True):
    """Students that were shown together, kept once for each list that differs. A trigger of the record of access writes it."""

    __tablename__ = "access_set"
    __table_args__: ClassVar[Any] = {"schema": SCHEMA}
    tenant_id: UUID = Field(primary_key=True)
    student_id: UUID = Field(primary_key=True)
    set_id: UUID = Field(primary_key=True)
    access_id: UUID = Field(primary_key=True, description="The entry that showed them first.")


class AccessOfSet(SQLModel, table=True):
    """Every time that such a list was shown."""

    __tablename__ = "access_of_set"
    __table_args__: ClassVar[Any] = {"schema": SCHEMA}
    tenant_id: UUID = Field(primary_key=True)
    set_id: UUID = Field(primary_key=True)
    created_at: datetime = Field(primary_key=True, sa_type=DateTime(timezone=True))
    access_id: UUID = Field(primary_key=True)


class Outbox(TenantRow, table=True):
    """One row for each change that somebody must be told, written in the change's transaction."""

    __tablename__ = "outbox"
    __table_args__: ClassVar[Any] = (
        Index(
            "ix_outbox_due", "next_at", postgresql_where=text("done_at is null and dead_at is null")
        ),
        Index(
            "uq_outbox_position",
            "tenant_id",
            "position",
            unique=True,
            postgresql_where=text("position is not null"),
        ),
        {"schema": SCHEMA},
    )
    topic: str
    type: str | None = Field(default=None, description="As partners know it; None for our own.")
    position: int | None = Field(
        default=None,
        sa_type=BigInteger,
        description="Place in the order in which events became visible, given by the relay.",
    )
    payload: dict[str, Any] = json_column(sa_column_kwargs={"nullable": False})
    next_at: datetime = instant(
        default=None, sa_column_kwargs={"server_default": NOW, "nullable": False}
    )
    attempts: int = Field(default=0, sa_column_kwargs={"server_default": text("0")})
    done_at: datetime | None = instant(default=None)
    dead_at: datetime | None = instant(default=None)
    last_error: str | None = None


class IdempotencyKey(SQLModel, table=True):
    """The first answer under a key, replayed to retries for at least thirty days."""

    __tablename__ = "idempotency_key"
    __table_args__: ClassVar[Any] = (
        # Rows come in the order of their age: a few pages tell where the old ones are.
        Index("ix_idempotency_key_age", "created_at", postgresql_using="brin"),
        {"schema": SCHEMA},
    )
    tenant_id: UUID = Field(primary_key=True)
    principal_id: UUID = Field(primary_key=True)
    key: str = Field(primary_key=True)
    fingerprint: str
    status: int | None = None
    body: str | None = Field(default=None, sa_type=Text)
    headers: dict[str, str] | None = json_column(default=None)
    created_at: datetime = Field(
        default=None,
        sa_type=DateTime(timezone=True),
        sa_column_kwargs={"server_default": NOW, "nullable": False},
    )


class ClientAssertion(SQLModel, table=True):
    """A client assertion's `jti`, so that each is used once."""

    __tablename__ = "client_assertion"
    __table_args__: ClassVar[Any] = {"schema": SCHEMA}
    tenant_id: UUID = Field(primary_key=True)
    principal_id: UUID = Field(primary_key=True)
    jti: str = Field(primary_key=True)
    expires_at: datetime = instant(sa_column_kwargs={"nullable": False})


class RateBucket(SQLModel, table=True):
    """Token bucket shared by all replicas. The key is a hash; no tenant, no person."""

    __tablename__ = "rate_bucket"
    __table_args__: ClassVar[Any] = {"schema": SCHEMA, "prefixes": ["unlogged"]}
    key: str = Field(primary_key=True)
    tokens: float
    refilled_at: datetime = instant(sa_column_kwargs={"nullable": False})


class Rule(SQLModel, table=True):
    """Titles and citations of the rulebook, for answers the database writes by itself."""

    __tablename__ = "rule"
    __table_args__: ClassVar[Any] = {"schema": SCHEMA}
    id: str = Field(primary_key=True)
    title: str
    cite: list[str] = Field(sa_type=ARRAY(Text), sa_column_kwargs={"nullable": False})
