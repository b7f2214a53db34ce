"""first journey: the file, its deadlines, its trails, and who may see them"""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

from migrations.rls import append_only, tenant_table

revision: str = "0001"
down_revision: str | None = None
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None

# What column defaults and generated columns call; the other functions are replaced at every migration.
FUNCTIONS = (
    """create function eb.tenant() returns uuid language sql stable as $$
         select nullif(current_setting('app.tenant_id', true), '')::uuid $$""",
    """create function eb.principal_id() returns uuid language sql stable as $$
         select nullif(current_setting('app.principal_id', true), '')::uuid $$""",
    """create function eb.party() returns text language sql stable as $$
         select nullif(current_setting('app.party', true), '') $$""",
    # Accents, case, spaces and apostrophes do not tell two names apart.
    r"""create function eb.name_key(name text) returns text language sql immutable strict parallel safe as $$
         select translate(
           regexp_replace(lower(normalize(name, nfd)), '[\u0300-\u036f[:space:][:punct:]\u2018\u2019\u02bb\u02bc]', '', 'g'),
           'đłøŧı', 'dloti') $$""",
    # UUIDv7: milliseconds first, so that new rows land at the end of every index.
    """create function eb.new_id() returns uuid language sql volatile as $$
         select (lpad(to_hex((extract(epoch from clock_timestamp()) * 1000)::bigint), 12, '0')
                 || '7' || substr(r, 2, 3) || substr('89ab', 1 + (('x' || substr(r, 5, 1))::bit(4)::int & 3), 1)
                 || substr(r, 6, 15))::uuid
           from (select replace(gen_random_uuid()::text, '-', '') as r) x $$""",
    """create function eb.refuse_change() returns trigger language plpgsql as $$
       begin
         raise exception 'eb.% is append-only', tg_table_name using errcode = '42501';
       end $$""",
)
WORKED_ON = (
    "referral",
    "referral_status",
    "student",
    "contact",
    "enrolment",
    "assignment",
    "case_pause",
    "deadline",
    "consent",
    "lea_notice",
    "packet",
    "transition_packet",
    "principal",
    "client_credential",
    "partnership",
    "school_calendar",
    "holiday",
    "idempotency_key",
    "client_assertion",
)
APPEND_ONLY = ("access_log", "deadline_change")
REFERENCE = ("organisation", "rule")


def upgrade() -> None:
    for function in FUNCTIONS:
        op.execute(function)
    create_tables()
    op.execute("grant usage on schema eb to eb_app, eb_relay")
    for table in WORKED_ON:
        tenant_table(table)
    for table in APPEND_ONLY:
        tenant_table(table, may="select, insert")
        append_only(table)
    tenant_table("case_event", may="select, insert, update (entered_in_error, error_reason)")
    tenant_table("outbox", may="select, insert")
    op.execute("create policy relay on eb.outbox to eb_relay using (true) with check (true)")
    op.execute("grant select, update on eb.outbox to eb_relay")
    for table in REFERENCE:
        op.execute(f"grant select on eb.{table} to eb_app")
    op.execute("grant select, insert, update, delete on eb.rate_bucket to eb_app")


def downgrade() -> None:
    for table in (
        "packet",
        "consent",
        "enrolment",
        "assignment",
        "case_event",
        "case_pause",
        "contact",
        "deadline",
        "deadline_change",
        "referral",
        "student",
        "school_calendar",
        "partnership",
        "transition_packet",
        "rule",
        "referral_status",
        "rate_bucket",
        "principal",
        "outbox",
        "organisation",
        "lea_notice",
        "idempotency_key",
        "holiday",
        "client_credential",
        "client_assertion",
        "access_log",
    ):
        op.drop_table(table, schema="eb")
    for name in (
        "refuse_change()",
        "new_id()",
        "name_key(text)",
        "party()",
        "principal_id()",
        "tenant()",
    ):
        op.execute(f"drop function eb.{name} cascade")


def create_tables() -> None:
    op.create_table(
        "access_log",
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
        sa.Column("action", sa.String(), nullable=False),
        sa.Column("resource", sa.String(), nullable=False),
        sa.Column("purpose", sa.String(), nullable=False),
        sa.Column(
            "party",
            sa.String(),
            server_default=sa.text("eb.party()"),
            nullable=False,
        ),
        sa.Column("student_id", sa.Uuid(), nullable=True),
        sa.Column("student_ids", postgresql.ARRAY(sa.Uuid()), nullable=True),
        sa.Column("detail", postgresql.JSONB(astext_type=sa.Text()), nullable=True),
        sa.CheckConstraint(
            "action in ('read', 'list', 'create', 'change', 'disclose', 'search')",
            name=op.f("ck_access_log_action"),
        ),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_access_log")),
        schema="eb",
    )
    op.create_index(
        "ix_access_log_student",
        "access_log",
        ["tenant_id", "student_id", "created_at"],
        unique=False,
        schema="eb",
        postgresql_where=sa.text("student_id is not null"),
    )
    op.create_index(
        "ix_access_log_time",
        "access_log",
        ["tenant_id", "created_at", "id"],
        unique=False,
        schema="eb",
    )
    op.create_table(
        "client_assertion",
        sa.Column("tenant_id", sa.Uuid(), nullable=False),
        sa.Column("principal_id", sa.Uuid(), nullable=False),
        sa.Column("jti", sa.String(), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint(
            "tenant_id", "principal_id", "jti", name=op.f("pk_client_assertion")
        ),
        schema="eb",
    )
    op.create_table(
        "client_credential",
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
        sa.Column("principal_id", sa.Uuid(), nullable=False),
        sa.Column("secret_sha256", sa.String(), nullable=True),
        sa.Column("public_keys", postgresql.JSONB(astext_type=sa.Text()), nullable=True),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_client_credential")),
        schema="eb",
    )
    op.create_index(
        "ix_client_credential_principal",
        "client_credential",
        ["tenant_id", "principal_id"],
        unique=False,
        schema="eb",
    )
    op.create_table(
        "holiday",
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
        sa.Column("on_date", sa.Date(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_holiday")),
        sa.UniqueConstraint("tenant_id", "on_date", name=op.f("uq_holiday_tenant_id_on_date")),
        schema="eb",
    )
    op.create_table(
        "idempotency_key",
        sa.Column("tenant_id", sa.Uuid(), nullable=False),
        sa.Column("principal_id", sa.Uuid(), nullable=False),
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("fingerprint", sa.String(), nullable=False),
        sa.Column("status", sa.Integer(), nullable=True),
        sa.Column("body", sa.Text(), nullable=True),
        sa.Column("headers", postgresql.JSONB(astext_type=sa.Text()), nullable=True),
        sa.Column(
            "created_at",
            sa.DateTime(timezone=True),
            server_default=sa.text("now()"),
            nullable=False,
        ),
        sa.PrimaryKeyConstraint(
            "tenant_id", "principal_id", "key", name=op.f("pk_idempotency_key")
        ),
        schema="eb",
    )
    op.create_table(
        "lea_notice",
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
        sa.Column("program_id", sa.Uuid(), nullable=False),
        sa.Column("child_first_name", sa.String(), nullable=False),
        sa.Column("child_last_name", sa.String(), nullable=False),
        sa.Column("born_on", sa.Date(), nullable=False),
        sa.Column("parents", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("notified_on", sa.Date(), nullable=False),
        sa.Column("withdrawn_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_lea_notice")),
        schema="eb",
    )
    op.create_index(
        "ix_lea_notice_born",
        "lea_notice",
        ["tenant_id", "born_on", "id"],
        unique=False,
        schema="eb",
    )
    op.create_table(
        "organisation",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("jurisdiction", sa.String(), nullable=False),
        sa.Column("time_zone", sa.String(), nullable=False),
        sa.Column("number", sa.String(), nullable=True),
        sa.CheckConstraint(
            "kind in ('program', 'district', 'agency', 'vendor')", name=op.f("ck_organisation_kind")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_organisation")),
        schema="eb",
    )
    op.create_table(
        "outbox",
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
        sa.Column("topic", sa.String(), nullable=False),
        sa.Column("payload", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column(
            "next_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False
        ),
        sa.Column("attempts", sa.Integer(), server_default=sa.text("0"), nullable=False),
        sa.Column("done_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("dead_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("last_error", sa.String(), nullable=True),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_outbox")),
        schema="eb",
    )
    op.create_index(
        "ix_outbox_due",
        "outbox",
        ["next_at"],
        unique=False,
        schema="eb",
        postgresql_where=sa.text("done_at is null and dead_at is null"),
    )
    op.create_table(
        "principal",
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
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("subject", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column(
            "roles", postgresql.ARRAY(sa.Text()), server_default=sa.text("'{}'"), nullable=False
        ),
        sa.Column("is_active", sa.Boolean(), server_default="true", nullable=False),
        sa.Column("discipline", sa.String(), nullable=True),
        sa.CheckConstraint("kind in ('person', 'system')", name=op.f("ck_principal_kind")),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_principal")),
        sa.UniqueConstraint("tenant_id", "subject", name=op.f("uq_principal_tenant_id_subject")),
        schema="eb",
    )
    op.create_table(
        "rate_bucket",
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("tokens", sa.Float(), nullable=False),
        sa.Column("refilled_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_rate_bucket")),
        schema="eb",
        prefixes=["unlogged"],
    )
    op.create_table(
        "referral_status",
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
        sa.Column("program_id", sa.Uuid(), nullable=False),
        sa.Column("sender_ref", sa.String(), nullable=True),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("outcome", sa.String(), nullable=True),
        sa.Column("received_on", sa.Date(), nullable=False),
        sa.Column(
            "milestones",
            postgresql.JSONB(astext_type=sa.Text()),
            server_default="[]",
            nullable=False,
        ),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_referral_status")),
        schema="eb",
    )
    op.create_index(
        "ix_referral_status_newest",
        "referral_status",
        ["tenant_id", "received_on", "id"],
        unique=False,
        schema="eb",
    )
    op.create_table(
        "rule",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("cite", postgresql.ARRAY(sa.Text()), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_rule")),
        schema="eb",
    )
    op.create_table(
        "transition_packet",
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
        sa.Column("program_id", sa.Uuid(), nullable=False),
        sa.Column("student_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("released_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("sha256", sa.String(), nullable=False),
        sa.Column("content", sa.String(), nullable=True),
        sa.Column("withdrawn_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("first_pulled_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_transition_packet")),
        schema="eb",
    )
    op.create_index(
        "ix_transition_packet_newest",
        "transition_packet",
        ["tenant_id", "released_at", "id"],
        unique=False,
        schema="eb",
    )
    op.create_table(
        "partnership",
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
        sa.Column("partner_id", sa.Uuid(), nullable=False),
        sa.Column("is_active", sa.Boolean(), server_default="true", nullable=False),
        sa.ForeignKeyConstraint(
            ["partner_id"], ["eb.organisation.id"], name=op.f("fk_partnership_partner_id")
        ),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_partnership")),
        sa.UniqueConstraint(
            "tenant_id", "partner_id", name=op.f("uq_partnership_tenant_id_partner_id")
        ),
        schema="eb",
    )
    op.create_table(
        "school_calendar",
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
        sa.Column("district_id", sa.Uuid(), nullable=False),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("ends_on", sa.Date(), nullable=False),
        sa.Column(
            "breaks", postgresql.JSONB(astext_type=sa.Text()), server_default="[]", nullable=False
        ),
        sa.CheckConstraint("ends_on > starts_on", name=op.f("ck_school_calendar_order")),
        sa.ForeignKeyConstraint(
            ["district_id"], ["eb.organisation.id"], name=op.f("fk_school_calendar_district_id")
        ),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_school_calendar")),
        sa.UniqueConstraint(
            "tenant_id",
            "district_id",
            "starts_on",
            name=op.f("uq_school_calendar_tenant_id_district_id_starts_on"),
        ),
        schema="eb",
    )
    op.create_table(
        "student",
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
        sa.Column("first_name", sa.String(), nullable=False),
        sa.Column("middle_name", sa.String(), nullable=True),
        sa.Column("last_name", sa.String(), nullable=False),
        sa.Column("preferred_name", sa.String(), nullable=True),
        sa.Column(
            "last_key",
            sa.Text(collation="C"),
            sa.Computed("eb.name_key(last_name)", persisted=True),
            nullable=False,
        ),
        sa.Column(
            "first_key",
            sa.Text(collation="C"),
            sa.Computed("eb.name_key(first_name)", persisted=True),
            nullable=False,
        ),
        sa.Column("born_on", sa.Date(), nullable=False),
        sa.Column("sex", sa.String(), nullable=True),
        sa.Column("gestation_weeks", sa.Integer(), nullable=True),
        sa.Column("birth_order", sa.Integer(), nullable=True),
        sa.Column(
            "languages", postgresql.ARRAY(sa.Text()), server_default=sa.text("'{}'"), nullable=False
        ),
        sa.Column("interpreter_needed", sa.Boolean(), server_default="false", nullable=False),
        sa.Column(
            "race_ethnicity",
            postgresql.ARRAY(sa.Text()),
            server_default=sa.text("'{}'"),
            nullable=False,
        ),
        sa.Column("address", postgresql.JSONB(astext_type=sa.Text()), nullable=True),
        sa.Column(
            "external_ids",
            postgresql.JSONB(astext_type=sa.Text()),
            server_default="[]",
            nullable=False,
        ),
        sa.Column("district_id", sa.Uuid(), nullable=True),
        sa.Column("jurisdiction", sa.String(), nullable=False),
        sa.Column(
            "facts", postgresql.JSONB(astext_type=sa.Text()), server_default="{}", nullable=False
        ),
        sa.CheckConstraint("gestation_weeks between 20 and 45", name=op.f("ck_student_gestation")),
        sa.ForeignKeyConstraint(
            ["district_id"], ["eb.organisation.id"], name=op.f("fk_student_district_id")
        ),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_student")),
        schema="eb",
    )
    op.create_index(
        "ix_student_by_birth",
        "student",
        ["tenant_id", "born_on", "last_key"],
        unique=False,
        schema="eb",
    )
    op.create_index(
        "ix_student_by_name",
        "student",
        ["tenant_id", "last_key", "first_key", "id"],
        unique=False,
        schema="eb",
    )
    op.create_table(
        "assignment",
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
        sa.Column("student_id", sa.Uuid(), nullable=False),
        sa.Column("principal_id", sa.Uuid(), nullable=False),
        sa.Column("role", sa.String(), nullable=False),
        sa.Column("from_on", sa.Date(), nullable=False),
        sa.Column("to_on", sa.Date(), nullable=True),
        sa.Column("grounds", sa.String(), nullable=True),
        sa.CheckConstraint("role in ('coordinator', 'therapist')", name=op.f("ck_assignment_role")),
        sa.ForeignKeyConstraint(
            ["tenant_id", "principal_id"],
            ["eb.principal.tenant_id", "eb.principal.id"],
            name=op.f("fk_assignment_tenant_id_principal_id"),
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id", "student_id"],
            ["eb.student.tenant_id", "eb.student.id"],
            name=op.f("fk_assignment_tenant_id_student_id"),
        ),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_assignment")),
        schema="eb",
    )
    op.create_index(
        "ix_assignment_student",
        "assignment",
        ["tenant_id", "student_id"],
        unique=False,
        schema="eb",
    )
    op.create_index(
        "uq_assignment_coordinator",
        "assignment",
        ["tenant_id", "student_id"],
        unique=True,
        schema="eb",
        postgresql_where=sa.text("to_on is null and role = 'coordinator'"),
    )
    op.create_index(
        "uq_assignment_live",
        "assignment",
        ["tenant_id", "principal_id", "student_id", "role"],
        unique=True,
        schema="eb",
        postgresql_where=sa.text("to_on is null"),
    )
    op.create_table(
        "case_event",
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
        sa.Column("student_id", sa.Uuid(), nullable=False),
        sa.Column("type", sa.String(), nullable=False),
        sa.Column("on_date", sa.Date(), nullable=False),
        sa.Column(
            "data", postgresql.JSONB(astext_type=sa.Text()), server_default="{}", nullable=False
        ),
        sa.Column("entered_in_error", sa.Boolean(), server_default="false", nullable=False),
        sa.Column("error_reason", sa.String(), nullable=True),
        sa.ForeignKeyConstraint(
            ["tenant_id", "student_id"],
            ["eb.student.tenant_id", "eb.student.id"],
            name=op.f("fk_case_event_tenant_id_student_id"),
        ),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_case_event")),
        schema="eb",
    )
    op.create_index(
        "ix_case_event_student",
        "case_event",
        ["tenant_id", "student_id", "on_date"],
        unique=False,
        schema="eb",
    )
    op.create_table(
        "case_pause",
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
        sa.Column("student_id", sa.Uuid(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("from_on", sa.Date(), nullable=False),
        sa.Column("to_on", sa.Date(), nullable=True),
        sa.Column("evidence", sa.String(), nullable=False),
        sa.Column("entered_in_error", sa.Boolean(), server_default="false", nullable=False),
        sa.CheckConstraint("to_on is null or to_on >= from_on", name=op.f("ck_case_pause_order")),
        sa.ForeignKeyConstraint(
            ["tenant_id", "student_id"],
            ["eb.student.tenant_id", "eb.student.id"],
            name=op.f("fk_case_pause_tenant_id_student_id"),
        ),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_case_pause")),
        schema="eb",
    )
    op.create_index(
        "ix_case_pause_student",
        "case_pause",
        ["tenant_id", "student_id"],
        unique=False,
        schema="eb",
    )
    op.create_table(
        "contact",
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
        sa.Column("student_id", sa.Uuid(), nullable=False),
        sa.Column("first_name", sa.String(), nullable=False),
        sa.Column("last_name", sa.String(), nullable=True),
        sa.Column("relationship", sa.String(), nullable=False),
        sa.Column("lives_with", sa.Boolean(), nullable=True),
        sa.Column("holds_educational_rights", sa.Boolean(), nullable=True),
        sa.Column("may_sign", sa.Boolean(), nullable=True),
        sa.Column("may_receive_information", sa.Boolean(), nullable=True),
        sa.Column("language", sa.String(), nullable=True),
        sa.Column("interpreter_needed", sa.Boolean(), server_default="false", nullable=False),
        sa.Column("phone", sa.String(), nullable=True),
        sa.Column(
            "phone_key",
            sa.Text(collation="C"),
            sa.Computed(r"right(regexp_replace(phone, '\D', '', 'g'), 10)", persisted=True),
            nullable=True,
        ),
        sa.Column("email", sa.String(), nullable=True),
        sa.Column("address", postgresql.JSONB(astext_type=sa.Text()), nullable=True),
        sa.ForeignKeyConstraint(
            ["tenant_id", "student_id"],
            ["eb.student.tenant_id", "eb.student.id"],
            name=op.f("fk_contact_tenant_id_student_id"),
        ),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_contact")),
        schema="eb",
    )
    op.create_index("ix_contact_phone", "contact", ["tenant_id", "phone_key"], schema="eb")
    op.create_index(
        "ix_contact_student", "contact", ["tenant_id", "student_id"], unique=False, schema="eb"
    )
    op.create_table(
        "deadline",
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
        sa.Column("student_id", sa.Uuid(), nullable=False),
        sa.Column("rule_id", sa.String(), nullable=False),
        sa.Column("rule_version", sa.String(), nullable=False),
        sa.Column("occurrence", sa.String(), nullable=False),
        sa.Column("stage", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("actor", sa.String(), nullable=False),
        sa.Column("status", sa.String(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=True),
        sa.Column("due_on_unadjusted", sa.Date(), nullable=True),
        sa.Column("due_on_rolled", sa.Date(), nullable=True),
        sa.Column("window_opens_on", sa.Date(), nullable=True),
        sa.Column("trigger_event", sa.String(), nullable=True),
        sa.Column("trigger_event_id", sa.Uuid(), nullable=True),
        sa.Column("trigger_on", sa.Date(), nullable=True),
        sa.Column("satisfied_on", sa.Date(), nullable=True),
        sa.Column("tolled_from", sa.Date(), nullable=True),
        sa.Column("tolled_to", sa.Date(), nullable=True),
        sa.Column(
            "pauses", postgresql.JSONB(astext_type=sa.Text()), server_default="[]", nullable=False
        ),
        sa.Column(
            "missing", postgresql.ARRAY(sa.Text()), server_default=sa.text("'{}'"), nullable=False
        ),
        sa.Column("rulebook_sha256", sa.String(), nullable=False),
        sa.CheckConstraint(
            "status in ('waiting_for_trigger', 'open', 'met', 'met_late', 'excused', 'waived_by_family')",
            name=op.f("ck_deadline_status"),
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id", "student_id"],
            ["eb.student.tenant_id", "eb.student.id"],
            name=op.f("fk_deadline_tenant_id_student_id"),
        ),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_deadline")),
        sa.UniqueConstraint(
            "tenant_id",
            "student_id",
            "rule_id",
            "occurrence",
            name=op.f("uq_deadline_tenant_id_student_id_rule_id_occurrence"),
        ),
        schema="eb",
    )
    op.create_index(
        "ix_deadline_due",
        "deadline",
        ["tenant_id", "due_on", "id"],
        unique=False,
        schema="eb",
        postgresql_where=sa.text("status = 'open' and due_on is not null"),
    )
    op.create_index(
        "ix_deadline_next",
        "deadline",
        ["tenant_id", "student_id", "due_on", "id"],
        unique=False,
        schema="eb",
        postgresql_include=["rule_id", "status", "tolled_from", "tolled_to"],
        postgresql_where=sa.text("status = 'open'"),
    )
    op.create_table(
        "deadline_change",
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
        sa.Column("student_id", sa.Uuid(), nullable=False),
        sa.Column("rule_id", sa.String(), nullable=False),
        sa.Column("occurrence", sa.String(), nullable=False),
        sa.Column("cause", sa.String(), nullable=False),
        sa.Column("cause_event_id", sa.Uuid(), nullable=True),
        sa.Column("from_status", sa.String(), nullable=True),
        sa.Column("to_status", sa.String(), nullable=True),
        sa.Column("from_due_on", sa.Date(), nullable=True),
        sa.Column("to_due_on", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(
            ["tenant_id", "student_id"],
            ["eb.student.tenant_id", "eb.student.id"],
            name=op.f("fk_deadline_change_tenant_id_student_id"),
        ),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_deadline_change")),
        schema="eb",
    )
    op.create_index(
        "ix_deadline_change_student",
        "deadline_change",
        ["tenant_id", "student_id", "rule_id", "created_at"],
        unique=False,
        schema="eb",
    )
    op.create_table(
        "referral",
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
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("received_on", sa.Date(), nullable=False),
        sa.Column("channel", sa.String(), nullable=False),
        sa.Column("urgency", sa.String(), nullable=False),
        sa.Column("sender_id", sa.Uuid(), nullable=True),
        sa.Column("sender_ref", sa.String(), nullable=True),
        sa.Column("child_first_name", sa.String(), nullable=False),
        sa.Column("child_last_name", sa.String(), nullable=False),
        sa.Column("born_on", sa.Date(), nullable=False),
        sa.Column("submitted", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("may_report_back", sa.Boolean(), nullable=False),
        sa.Column("ifsp_due_on", sa.Date(), nullable=True),
        sa.Column("reason_code", sa.String(), nullable=True),
        sa.Column("comment", sa.String(), nullable=True),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("student_id", sa.Uuid(), nullable=True),
        sa.CheckConstraint(
            "state in ('submitted', 'acknowledged', 'info_requested', 'accepted', 'redirected', 'declined', 'duplicate', 'lapsed', 'withdrawn', 'closed')",
            name=op.f("ck_referral_state"),
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id", "student_id"],
            ["eb.student.tenant_id", "eb.student.id"],
            name=op.f("fk_referral_tenant_id_student_id"),
        ),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_referral")),
        schema="eb",
    )
    op.create_index(
        "ix_referral_worklist",
        "referral",
        ["tenant_id", "state", "received_on", "id"],
        unique=False,
        schema="eb",
    )
    op.create_index(
        "uq_referral_sender_ref",
        "referral",
        ["tenant_id", "sender_id", "sender_ref"],
        unique=True,
        schema="eb",
        postgresql_where=sa.text("sender_ref is not null"),
    )
    op.create_table(
        "consent",
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
        sa.Column("student_id", sa.Uuid(), nullable=False),
        sa.Column("contact_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("recipient_id", sa.Uuid(), nullable=False),
        sa.Column("purpose", sa.String(), nullable=False),
        sa.Column(
            "covers", postgresql.ARRAY(sa.Text()), server_default=sa.text("'{}'"), nullable=False
        ),
        sa.Column("language", sa.String(), nullable=False),
        sa.Column("method", sa.String(), nullable=False),
        sa.Column("signed_on", sa.Date(), nullable=False),
        sa.Column("expires_on", sa.Date(), nullable=True),
        sa.Column("revoked_on", sa.Date(), nullable=True),
        sa.Column("revoked_reason", sa.String(), nullable=True),
        sa.CheckConstraint("kind in ('release')", name=op.f("ck_consent_kind")),
        sa.ForeignKeyConstraint(
            ["recipient_id"], ["eb.organisation.id"], name=op.f("fk_consent_recipient_id")
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id", "contact_id"],
            ["eb.contact.tenant_id", "eb.contact.id"],
            name=op.f("fk_consent_tenant_id_contact_id"),
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id", "student_id"],
            ["eb.student.tenant_id", "eb.student.id"],
            name=op.f("fk_consent_tenant_id_student_id"),
        ),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_consent")),
        schema="eb",
    )
    op.create_index(
        "ix_consent_student", "consent", ["tenant_id", "student_id"], unique=False, schema="eb"
    )
    op.create_table(
        "enrolment",
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
        sa.Column("student_id", sa.Uuid(), nullable=False),
        sa.Column("referral_id", sa.Uuid(), nullable=True),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("referred_on", sa.Date(), nullable=False),
        sa.Column("exited_on", sa.Date(), nullable=True),
        sa.Column("exit_reason", sa.String(), nullable=True),
        sa.CheckConstraint(
            "state in ('referred', 'intake', 'evaluating', 'eligible', 'not_eligible', 'plan_pending', 'active', 'transitioning', 'exited')",
            name=op.f("ck_enrolment_state"),
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id", "referral_id"],
            ["eb.referral.tenant_id", "eb.referral.id"],
            name=op.f("fk_enrolment_tenant_id_referral_id"),
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id", "student_id"],
            ["eb.student.tenant_id", "eb.student.id"],
            name=op.f("fk_enrolment_tenant_id_student_id"),
        ),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_enrolment")),
        schema="eb",
    )
    op.create_index(
        "ix_enrolment_student",
        "enrolment",
        ["tenant_id", "student_id", "referred_on"],
        schema="eb",
    )
    op.create_index(
        "uq_enrolment_open",
        "enrolment",
        ["tenant_id", "student_id"],
        unique=True,
        schema="eb",
        postgresql_where=sa.text("exited_on is null"),
    )
    op.create_table(
        "packet",
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
        sa.Column("student_id", sa.Uuid(), nullable=False),
        sa.Column("district_id", sa.Uuid(), nullable=False),
        sa.Column("consent_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("released_on", sa.Date(), nullable=False),
        sa.Column("sha256", sa.String(), nullable=False),
        sa.Column("content", sa.String(), nullable=False),
        sa.Column("withdrawn_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("pulled_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["district_id"], ["eb.organisation.id"], name=op.f("fk_packet_district_id")
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id", "consent_id"],
            ["eb.consent.tenant_id", "eb.consent.id"],
            name=op.f("fk_packet_tenant_id_consent_id"),
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id", "student_id"],
            ["eb.student.tenant_id", "eb.student.id"],
            name=op.f("fk_packet_tenant_id_student_id"),
        ),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_packet")),
        sa.UniqueConstraint(
            "tenant_id",
            "student_id",
            "district_id",
            "number",
            name=op.f("uq_packet_tenant_id_student_id_district_id_number"),
        ),
        schema="eb",
    )
