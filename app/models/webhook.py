"""Where partners want to be told, and what became of each telling."""

from datetime import datetime
from typing import Any, ClassVar
from uuid import UUID

from sqlalchemy import Index, text
from sqlmodel import Field

from app.models.base import NOW, SCHEMA, Record, TenantRow, instant, list_column, within


class WebhookEndpoint(Record, table=True):
    """An address of a partner. Its secrets are sealed with a key that the database never sees."""

    __tablename__ = "webhook_endpoint"
    __table_args__: ClassVar[Any] = {"schema": SCHEMA}
    url: str
    description: str | None = None
    types: list[str] = list_column()
    is_enabled: bool = Field(default=True, sa_column_kwargs={"server_default": "true"})
    disabled_reason: str | None = None
    sealed_secret: str
    former_secret: str | None = Field(
        default=None, description="Sealed too; signs beside the new one until `former_until`."
    )
    former_until: datetime | None = instant(default=None)


class WebhookDelivery(TenantRow, table=True):
    """One event on its way to one endpoint. Made and moved by the relay; people only replay it."""

    __tablename__ = "webhook_delivery"
    __table_args__: ClassVar[Any] = (
        within("endpoint_id", "webhook_endpoint", ondelete="cascade"),
        within("event_id", "outbox", ondelete="cascade"),
        Index("ix_webhook_delivery_log", "tenant_id", "endpoint_id", "id"),
        Index("ix_webhook_delivery_event", "tenant_id", "event_id"),
        Index(
            "ix_webhook_delivery_due",
            "tenant_id",
            "endpoint_id",
            "next_at",
            postgresql_where=text("done_at is null and dead_at is null"),
        ),
        {"schema": SCHEMA},
    )
    endpoint_id: UUID
    event_id: UUID
    attempts: int = Field(default=0, sa_column_kwargs={"server_default": text("0")})
    next_at: datetime = instant(
        default=None, sa_column_kwargs={"server_default": NOW, "nullable": False}
    )
    last_at: datetime | None = instant(default=None)
    last_status: int | None = None
    last_error: str | None = None
    last_ms: int | None = None
    done_at: datetime | None = instant(default=None)
    dead_at: datetime | None = instant(default=None)
