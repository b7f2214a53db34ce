"""The floor under every service: what the catalog says of each table of the schema."""

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncEngine
from sqlmodel import SQLModel

import app.models  # noqa: F401 - fills the metadata
from app.models.trail import AccessLog

WITHOUT_TENANT = {"organisation", "rule", "rate_bucket", "alembic_version"}
APPEND_ONLY = {
    "access_log",
    "access_of_set",
    "access_set",
    "addendum",
    "packet_result",
    "clock_change",
    "deadline_change",
    "letter",
    "disclosure",
    "document_version",
    "plan_decision",
    "record_change",
    "signature",
    "signature_scan",
    "team_report_paper",
}
RELAYED = {"outbox", "webhook_endpoint", "webhook_delivery", "record_change"}
CLEANED = {"idempotency_key", "client_assertion"}
CROSSES_TENANTS = {
    "add_to_referral", "bind", "enter_as_guest", "go_home", "client_credentials", "enter", "publish_lea_notice", "publish_packet",
    "publish_referral_milestone", "publish_referral_status", "publish_transfer", "pull_packet", "pull_packet_set", "receive_referral",
    "receive_submission", "redirect_referral", "use_assertion", "withdraw_lea_notice", "withdraw_packets", "withdraw_transfer",
}  # fmt: skip


async def _names(owner: AsyncEngine, query: str) -> set[str]:
    async with owner.connect() as connection:
        return {row[0] for row in await connection.execute(text(query))}


async def test_every_table_but_the_reference_tables_has_a_tenant(owner: AsyncEngine) -> None:
    tables = await _names(
        owner,
        "select relname from pg_class where relnamespace = 'eb'::regnamespace and relkind in ('r', 'p')",
    )
    with_tenant = await _names(
        owner,
        "select table_name from information_schema.columns where table_schema = 'eb' and column_name = 'tenant_id' and is_nullable = 'NO'",
    )
    assert tables - with_tenant == WITHOUT_TENANT
    assert {t.name for t in SQLModel.metadata.tables.values()} == tables - {"alembic_version"}


async def test_every_tenant_table_enables_and_forces_row_level_security_with_one_policy_for_the_api(
    owner: AsyncEngine,
) -> None:
    fenced = await _names(
        owner,
        """select c.relname from pg_class c join pg_policy p on p.polrelid = c.oid
            where c.relnamespace = 'eb'::regnamespace and c.relrowsecurity and c.relforcerowsecurity
              and p.polname = 'tenant' and p.polroles = array['eb_app'::regrole::oid] and p.polcmd = '*'
              and pg_get_expr(p.polqual, p.polrelid) like '%app.tenant_id%'
              and pg_get_expr(p.polqual, p.polrelid) = pg_get_expr(p.polwithcheck, p.polrelid)""",
    )
    tables = {t.name for t in SQLModel.metadata.tables.values()}
    assert tables - fenced == WITHOUT_TENANT - {"alembic_version"}
    others = await _names(
        owner,
        "select polname || ' on ' || polrelid::regclass from pg_policy where polname <> 'tenant'",
    )
    assert others == {f"relay on eb.{table}" for table in RELAYED | CLEANED}


async def test_the_tenant_leads_every_index_and_every_key_between_tenant_tables(
    owner: AsyncEngine,
) -> None:
    strays = await _names(
        owner,
        """select i.indexrelid::regclass::text from pg_index i
             join pg_class c on c.oid = i.indrelid
             left join pg_attribute a on a.attrelid = i.indrelid and a.attnum = i.indkey[0]
            where c.relnamespace = 'eb'::regnamespace and a.attname is distinct from 'tenant_id'""",
    )
    # The relay asks the outbox of every tenant what is due, and cleans by age alone.
    assert {s.removeprefix("eb.") for s in strays} == {
        "ix_outbox_due", "ix_idempotency_key_age", "pk_organisation", "pk_rule", "pk_rate_bucket", "alembic_version_pkc",
    }  # fmt: skip
    loose = await _names(
        owner,
        """select conname from pg_constraint k
             join pg_attribute a on a.attrelid = k.conrelid and a.attnum = k.conkey[1]
            where k.contype = 'f' and k.connamespace = 'eb'::regnamespace
              and k.confrelid <> 'eb.organisation'::regclass and a.attname <> 'tenant_id'""",
    )
    assert loose == set()


async def test_the_api_role_owns_nothing_and_cannot_step_around_a_policy(
    owner: AsyncEngine,
) -> None:
    powerful = await _names(
        owner,
        "select rolname from pg_roles where rolname in ('eb_app', 'eb_relay') and (rolsuper or rolbypassrls or rolcreaterole or rolcreatedb)",
    )
    assert powerful == set()
    owners = await _names(
        owner,
        "select distinct relowner::regrole::text from pg_class where relnamespace = 'eb'::regnamespace",
    )
    assert owners == {"eb_owner"}
    rights = await _names(
        owner,
        """select table_name || ' ' || privilege_type from information_schema.role_table_grants
            where table_schema = 'eb' and grantee = 'eb_app' and privilege_type in ('TRUNCATE', 'REFERENCES', 'TRIGGER')""",
    )
    assert rights == set()
    creators = await _names(
        owner, "select 'eb' where has_schema_privilege('eb_app', 'eb', 'create')"
    )
    assert creators == set()


async def test_trails_can_be_added_to_and_nothing_else(owner: AsyncEngine) -> None:
    assert AccessLog.__tablename__ in APPEND_ONLY
    writable = await _names(
        owner,
        """select table_name || ' ' || privilege_type from information_schema.role_table_grants
            where table_schema = 'eb' and grantee = 'eb_app' and table_name in ('access_log', 'clock_change', 'deadline_change', 'outbox')
              and privilege_type not in ('SELECT', 'INSERT')""",
    )
    assert writable == set()
    guarded = await _names(
        owner, "select tgrelid::regclass::text from pg_trigger where tgname = 'append_only'"
    )
    assert {g.removeprefix("eb.") for g in guarded} == APPEND_ONLY


async def test_the_relay_reaches_what_it_carries_and_sees_the_age_of_what_it_cleans(
    owner: AsyncEngine,
) -> None:
    reach = await _names(
        owner,
        "select distinct table_name || ' ' || privilege_type from information_schema.role_table_grants where table_schema = 'eb' and grantee = 'eb_relay'",
    )
    assert reach == {
        "outbox SELECT", "outbox UPDATE", "outbox DELETE", "webhook_endpoint SELECT",
        "webhook_delivery SELECT", "webhook_delivery INSERT", "webhook_delivery UPDATE",
        "record_change INSERT",
        *(f"{table} DELETE" for table in CLEANED | {"rate_bucket"}),
    }  # fmt: skip
    columns = await _names(
        owner,
        """select table_name || '.' || column_name from information_schema.column_privileges
            where table_schema = 'eb' and grantee = 'eb_relay' and privilege_type = 'SELECT'""",
    )
    ages = {c for c in columns if not c.startswith(("outbox.", "webhook_"))}
    assert ages == {
        "idempotency_key.created_at",
        "client_assertion.expires_at",
        "rate_bucket.refilled_at",
    }


async def test_only_the_short_list_of_functions_changes_the_tenant_and_none_runs_as_its_owner(
    owner: AsyncEngine,
) -> None:
    crossing = await _names(
        owner,
        """select proname from pg_proc where pronamespace = 'eb'::regnamespace
              and (prosrc like '%set_config(''app.tenant_id''%' or prosrc like '%eb.enter(%')""",
    )
    assert crossing == CROSSES_TENANTS
    definers = await _names(
        owner, "select proname from pg_proc where pronamespace = 'eb'::regnamespace and prosecdef"
    )
    assert definers == set()
