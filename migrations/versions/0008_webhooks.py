"""webhooks: endpoints, deliveries, the order of events, and what the relay may clean"""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

from migrations.rls import relay_may, tenant_table

revision: str = "0008"
down_revision: str | None = "0007"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None

KEYS_KEPT = "created_at < now() - interval '30 days'"


def upgrade() -> None:
    op.execute("create sequence eb.outbox_position")
    op.execute("grant usage on sequence eb.outbox_position to eb_relay")
    op.add_column("outbox", sa.Column("type", sa.String(), nullable=True), schema="eb")
    op.add_column("outbox", sa.Column("position", sa.BigInteger(), nullable=True), schema="eb")
    op.create_table(
        "webhook_endpoint",
        *_origin(),
        sa.Column("version", sa.Integer(), server_default=sa.text("1"), nullable=False),
        sa.Column(
            "updated_at",
            sa.DateTime(timezone=True),
            server_default=sa.text("now()"),
            nullable=False,
        ),
        sa.Column(
            "updated_by", sa.Uuid(), server_default=sa.text("eb.principal_id()"), nullable=True
        ),
        sa.Column("url", sa.String(), nullable=False),
        sa.Column("description", sa.String(), nullable=True),
        sa.Column(
            "types", postgresql.ARRAY(sa.Text()), server_default=sa.text("'{}'"), nullable=False
        ),
        sa.Column("is_enabled", sa.Boolean(), server_default="true", nullable=False),
        sa.Column("disabled_reason", sa.String(), nullable=True),
        sa.Column("sealed_secret", sa.String(), nullable=False),
        sa.Column("former_secret", sa.String(), nullable=True),
        sa.Column("former_until", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_webhook_endpoint")),
        schema="eb",
    )
    op.create_table(
        "webhook_delivery",
        *_origin(),
        sa.Column("endpoint_id", sa.Uuid(), nullable=False),
        sa.Column("event_id", sa.Uuid(), nullable=False),
        sa.Column("attempts", sa.Integer(), server_default=sa.text("0"), nullable=False),
        sa.Column(
            "next_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False
        ),
        sa.Column("last_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("last_status", sa.Integer(), nullable=True),
        sa.Column("last_error", sa.String(), nullable=True),
        sa.Column("last_ms", sa.Integer(), nullable=True),
        sa.Column("done_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("dead_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["tenant_id", "endpoint_id"],
            ["eb.webhook_endpoint.tenant_id", "eb.webhook_endpoint.id"],
            name=op.f("fk_webhook_delivery_tenant_id_endpoint_id"),
            ondelete="cascade",
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id", "event_id"],
            ["eb.outbox.tenant_id", "eb.outbox.id"],
            name=op.f("fk_webhook_delivery_tenant_id_event_id"),
            ondelete="cascade",
        ),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_webhook_delivery")),
        schema="eb",
    )
    _index_deliveries()
    tenant_table("webhook_endpoint")
    tenant_table("webhook_delivery", may="select, update")
    relay_may(
        "webhook_endpoint",
        "select",
        "update (is_enabled, disabled_reason, version, updated_at, updated_by)",
    )
    relay_may("webhook_delivery", "select, insert, update")
    _let_the_relay_clean()


def _origin() -> list[sa.Column[object]]:
    """Key and origin of a tenant's row."""
    return [
        sa.Column("tenant_id", sa.Uuid(), server_default=sa.text("eb.tenant()"), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column(
            "created_at",
            sa.DateTime(timezone=True),
            server_default=sa.text("now()"),
            nullable=False,
        ),
        sa.Column(
            "created_by", sa.Uuid(), server_default=sa.text("eb.principal_id()"), nullable=True
        ),
    ]


def _index_deliveries() -> None:
    pending = sa.text("done_at is null and dead_at is null")
    for name, columns, where in (
        ("ix_webhook_delivery_log", ["tenant_id", "endpoint_id", "id"], None),
        ("ix_webhook_delivery_event", ["tenant_id", "event_id"], None),
        ("ix_webhook_delivery_due", ["tenant_id", "endpoint_id", "next_at"], pending),
    ):
        op.create_index(name, "webhook_delivery", columns, schema="eb", postgresql_where=where)


def _let_the_relay_clean() -> None:
    """It may delete what is old, and of it see nothing but the age."""
    relay_may("idempotency_key", "select (created_at)", "delete", where=KEYS_KEPT)
    relay_may("client_assertion", "select (expires_at)", "delete", where="expires_at < now()")
    op.execute("grant select (refilled_at), delete on eb.rate_bucket to eb_relay")
    op.execute("grant delete on eb.outbox to eb_relay")


def downgrade() -> None:
    op.execute("revoke delete on eb.outbox from eb_relay")
    op.execute("revoke select (refilled_at), delete on eb.rate_bucket from eb_relay")
    for table in ("client_assertion", "idempotency_key"):
        op.execute(f"drop policy relay on eb.{table}")
        op.execute(f"revoke all on eb.{table} from eb_relay")
    op.drop_table("webhook_delivery", schema="eb")
    op.drop_table("webhook_endpoint", schema="eb")
    op.drop_column("outbox", "position", schema="eb")
    op.drop_column("outbox", "type", schema="eb")
    op.execute("drop sequence eb.outbox_position")
