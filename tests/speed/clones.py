"""Every table of an organisation filled by sets, from the one row of each that it has.

A copy's id follows from its number, and so does what it points at: the n-th
copy of a plan is of the n-th student. Days move with the number; whatever must
be unique takes the number in.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

A_CASELOAD = 60
"""Copies that are of one person; the next so many are of another."""
OF_ORGANISATIONS = {
    "created_by", "updated_by", "program_id", "sender_id", "receiver_id", "district_id", "recipient_id", "partner_id",
    "organisation_id",
}  # fmt: skip
LEFT_OUT = {
    "principal", "client_credential", "partnership", "idempotency_key", "client_assertion", "name_form", "identifier_form",
    "outbox", "webhook_endpoint", "webhook_delivery", "import_line", "organisation",
    "student_link", "equipment_funder", "holiday", "school_calendar",
}  # fmt: skip
"""Who signs in, what is only written, what triggers keep, what joins two of one kind, and that of which a program has a handful."""
A_FEW = 9
"""Copies about the same record, where no key says which."""
UNIQUE_BY = {"text": "|| n", "character varying": "|| n", "integer": "+ n", "date": "- n"}
OTHERWISE = {
    "uuid[]": f"case when n <= {A_FEW} then {{old}} end",
    "date": "{old} - n % 700",
    "timestamp with time zone": "{old} - make_interval(days => n % 700)",
}
COLUMNS = """
    select a.attname as name, format_type(a.atttypid, null) as type
      from pg_attribute a where a.attrelid = cast(:table as regclass) and a.attnum > 0 and not a.attisdropped
       and a.attgenerated = '' order by a.attnum"""
KEYS = """
    select f.attname as name, t.relname as target
      from pg_constraint k
      join pg_class t on t.oid = k.confrelid
      join pg_attribute f on f.attrelid = k.conrelid and f.attnum = k.conkey[2]
     where k.contype = 'f' and k.conrelid = cast(:table as regclass) and cardinality(k.conkey) = 2"""
UNIQUE = """
    select array_agg(a.attname::text) as names from pg_index i
      join pg_attribute a on a.attrelid = i.indrelid and a.attnum = any(i.indkey)
     where i.indrelid = cast(:table as regclass) and i.indisunique and not i.indisprimary
     group by i.indexrelid"""
TABLES = """
    select c.relname from pg_class c
     where c.relnamespace = 'eb'::regnamespace and c.relkind = 'r'
       and exists (select from pg_attribute a where a.attrelid = c.oid and a.attname = 'tenant_id')
       and exists (select from pg_attribute a where a.attrelid = c.oid and a.attname = 'id')"""


@dataclass(frozen=True, slots=True)
class Table:
    """How one table's columns are copied, by name."""

    name: str
    values: dict[str, str]

    @property
    def statement(self) -> str:
        names, values = ", ".join(self.values), ", ".join(self.values.values())
        return f"""
            insert into eb.{self.name} ({names})
            select {values}
              from (select * from eb.{self.name} where tenant_id = :tenant order by id limit 1) r,
                   generate_series(1, :copies) n
            on conflict do nothing"""  # noqa: S608 - names of the catalog


async def fill(
    owner: AsyncEngine, tenants: Sequence[UUID], copies: int, most: Mapping[str, int]
) -> dict[str, int]:
    """Copy the first row of each table of each organisation; returns the tables that have copies, and how many.

    `most`: of these tables so many, in the first organisation.
    """
    async with owner.begin() as connection:
        await connection.execute(text("set local session_replication_role = replica"))
        names = sorted(set(await connection.scalars(text(TABLES))) - LEFT_OUT)
        made: dict[str, int] = {}
        for name in names:
            table = await _table(connection, name, set(names))
            for tenant in tenants:
                done = await connection.execute(
                    text(table.statement),
                    {
                        "tenant": tenant,
                        "copies": most.get(name, copies) if tenant == tenants[0] else copies,
                    },
                )
                made[name] = made.get(name, 0) + done.rowcount
    autocommit = owner.execution_options(isolation_level="AUTOCOMMIT")
    async with autocommit.connect() as connection:
        await connection.execute(text("vacuum analyze"))
    return {name: rows for name, rows in made.items() if rows}


async def _table(connection: AsyncConnection, name: str, copied: set[str]) -> Table:
    asked = {"table": f"eb.{name}"}
    columns = {r.name: r.type for r in await connection.execute(text(COLUMNS), asked)}
    keys = {r.name: r.target for r in await connection.execute(text(KEYS), asked)}
    varied = {c for c, target in keys.items() if target in {*copied, "principal"}}
    unique: set[str] = set()
    for names in await connection.scalars(text(UNIQUE), asked):
        if not varied & set(names):
            unique |= set(names)
    values = {c: _value(c, type_, keys, unique) for c, type_ in columns.items()}
    return Table(name, values | {"tenant_id": "r.tenant_id", "id": _id(name)})


def _value(column: str, type_: str, keys: dict[str, str], unique: set[str]) -> str:
    old, target = f"r.{column}", keys.get(column)
    if target == "principal":
        return f"case when {old} is null or n <= {A_CASELOAD} then {old} else {_id(target, A_CASELOAD)} end"
    if target is not None:
        return f"case when {old} is not null then {_id(target)} end"
    if column in unique and type_ in UNIQUE_BY:
        return f"{old} {UNIQUE_BY[type_]}"
    if type_ == "uuid" and column not in OF_ORGANISATIONS:
        return f"case when {old} is null or n <= {A_FEW} then {old} else {_id(column)} end"
    return OTHERWISE.get(type_, "{old}").format(old=old)


def _id(table: str, each: int = 1) -> str:
    return f"cast(md5('{table} ' || n / {each}) as uuid)"
