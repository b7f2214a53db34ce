"""One large program and a few small neighbours, loaded by sets as fast as PostgreSQL takes them in.

Every student has 25 deadlines, a third of them open, a coordinator, two
contacts, a referral, an enrolment, and all that a student is found by. A coordinator has 70 students, scattered over the
whole table as they would be after years of taking children in.
"""

import hashlib
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from uuid import UUID

import asyncpg

from benchmarks.names import NAMED

CASELOAD = 70
DEADLINES = 25
NEIGHBOURS, NEIGHBOURS_STUDENTS = 10, 200
FILLED = (
    "student", "name_form", "name_variant", "student_key",
    "contact", "referral", "enrolment", "assignment", "deadline",
)  # fmt: skip
TRAILS = (
    "access_log", "access_set", "access_of_set", "outbox", "idempotency_key", "referral_status",
)  # fmt: skip

# UUIDs of version 7 that rise with n, as the application's do with time.
ID = """
create or replace function pg_temp.id(kind int, n bigint) returns uuid language sql immutable as $$
  select ('018f0000-' || lpad(to_hex(kind), 4, '0') || '-7000-8000-' || lpad(to_hex(n), 12, '0'))::uuid
$$"""
ORGANISATION, PRINCIPAL, STUDENT = 0, 1, 2
PROGRAM, AGENCY, FIRST_NEIGHBOUR = 1, 2, 10

PEOPLE = f"""
insert into eb.organisation (id, kind, name, jurisdiction, time_zone)
select pg_temp.id(0, n), case when n = {AGENCY} then 'agency' else 'program' end, 'Organisation ' || n,
       'us-ca', 'America/Los_Angeles'
  from (values ({PROGRAM}), ({AGENCY})) x(n)
 union all
select pg_temp.id(0, {FIRST_NEIGHBOUR} + i), 'program', 'Neighbour ' || i, 'us-ca', 'America/Los_Angeles'
  from generate_series(1, {NEIGHBOURS}) i;

insert into eb.partnership (tenant_id, id, partner_id)
values (pg_temp.id(0, {PROGRAM}), pg_temp.id(3, 1), pg_temp.id(0, {AGENCY}));

create temp table child as
select n, pg_temp.id({STUDENT}, n) as id,
       pg_temp.id(0, case when n <= :students then {PROGRAM}
                          else {FIRST_NEIGHBOUR} + 1 + (n - :students - 1) / {NEIGHBOURS_STUDENTS} end) as tenant_id,
       case when n <= :students then n % greatest(1, :students / {CASELOAD})
            else 1000000 + (n - :students - 1) / {CASELOAD} end as coordinator
  from generate_series(1, :students + {NEIGHBOURS * NEIGHBOURS_STUDENTS}) n;

insert into eb.principal (tenant_id, id, kind, subject, name, roles)
select distinct tenant_id, pg_temp.id({PRINCIPAL}, coordinator), 'person', 'coordinator-' || coordinator,
       'Coordinator ' || coordinator, array['coordinator']
  from child on conflict do nothing;

insert into eb.principal (tenant_id, id, kind, subject, name, roles) values
  (pg_temp.id(0, {PROGRAM}), pg_temp.id({PRINCIPAL}, 2000000), 'person', 'supervisor', 'Supervisor', '{{supervisor}}'),
  (pg_temp.id(0, {AGENCY}), pg_temp.id({PRINCIPAL}, 2000001), 'system', 'agency', 'Agency', '{{agency-system}}')
"""
FILES = f"""
insert into eb.student (tenant_id, id, first_name, last_name, born_on, jurisdiction, languages, external_ids, address)
select c.tenant_id, c.id, named.first_name, named.last_name, current_date - 60 - (c.n % 1000)::int, 'us-ca', '{{en}}',
       jsonb_build_array(jsonb_build_object('system', 'uci', 'value', '7' || c.n)),
       jsonb_build_object('lines', jsonb_build_array(c.n / 2 || ' Alder Street'), 'city', 'Lupine', 'state', 'CA', 'postal_code', '95501')
  from child c join ({NAMED}) named using (n) order by c.n;

insert into eb.name_form (tenant_id, student_id, form, sound, born_on, is_sealed)
select s.tenant_id, s.id, f.form, f.sound, s.born_on, false
  from eb.student s cross join lateral eb.name_forms(s.first_name, null, s.last_name) f;

insert into eb.name_variant (tenant_id, variant, word)
select distinct w.tenant_id, case i when 0 then w.word else left(w.word, i - 1) || substr(w.word, i + 1) end, w.word
  from (select distinct s.tenant_id, w as word from eb.student s
         cross join lateral unnest(eb.name_words(s.first_name) || eb.name_words(s.last_name)) w) w
 cross join lateral generate_series(0, length(w.word)) i
 where length(w.word) between 3 and 24;

insert into eb.student_key (tenant_id, student_id, kind, key)
select s.tenant_id, s.id, k.kind, k.key
  from eb.student s
 cross join lateral (values ('place', eb.place_key(s.address)), ('identifier', eb.identifier_key(s.external_ids->0->>'value'))) k (kind, key);

insert into eb.contact (tenant_id, id, student_id, first_name, last_name, relationship, may_sign, phone)
select tenant_id, pg_temp.id(4, n * 2 + k), id, 'Parent ' || k, 'Of ' || n, 'mother', true, '+1555' || lpad((n % 10000000)::text, 7, '0')
  from child, generate_series(0, 1) k order by n, k;

insert into eb.referral (tenant_id, id, state, received_on, channel, urgency, child_first_name, child_last_name, born_on, submitted, may_report_back, student_id)
select tenant_id, pg_temp.id(8, n), 'accepted', current_date - 230, 'phone', 'routine', 'Child', 'Of ' || n, current_date - 400, '{{}}', false, id
  from child order by n;

insert into eb.enrolment (tenant_id, id, student_id, state, referred_on)
select tenant_id, pg_temp.id(5, n), id, 'active', current_date - 200 from child order by n;

insert into eb.assignment (tenant_id, id, student_id, principal_id, role, from_on)
select tenant_id, pg_temp.id(6, n), id, pg_temp.id({PRINCIPAL}, coordinator), 'coordinator', current_date - 200
  from child order by n;

insert into eb.deadline (tenant_id, id, student_id, rule_id, rule_version, occurrence, stage, kind, actor, status, due_on,
                         due_on_unadjusted, trigger_event, trigger_on, satisfied_on, rulebook_sha256)
select c.tenant_id, pg_temp.id(7, c.n * {DEADLINES} + r.k), c.id, r.id, '1', '', 's2_eligibility', 'deadline', 'sc',
       case when r.k % 3 = 0 then 'open' else 'met' end, d.due_on, d.due_on, 'referral.received', current_date - 200,
       case when r.k % 3 > 0 then d.due_on - 3 end, repeat('0', 64)
  from child c
 cross join (select id, row_number() over (order by id) as k from eb.rule order by id limit {DEADLINES}) r
 cross join lateral (select current_date - 60 + ((c.n % 900 * 7919 + r.k * 104729) % 900)::int as due_on) d
 order by c.n, r.k
"""

_HELD_BY_INDEX = """
select format('alter table %s drop constraint %I', c.conrelid::regclass, c.conname) as drop_it,
       format('alter table %s add constraint %I %s', c.conrelid::regclass, c.conname, pg_get_constraintdef(c.oid)) as make_it
  from pg_constraint c
 where c.contype in ('f', 'p', 'u')
   and (c.conrelid = any ($1::regclass[]) or c.confrelid = any ($1::regclass[]))
 order by array_position(array['f', 'u', 'p'], c.contype::text)"""
_INDEXES = """
select 'drop index ' || i.indexrelid::regclass as drop_it, pg_get_indexdef(i.indexrelid) as make_it
  from pg_index i
 where i.indrelid = any ($1::regclass[]) and not exists (select from pg_constraint c where c.conindid = i.indexrelid)"""


FINGERPRINT = hashlib.sha256((PEOPLE + FILES).encode()).hexdigest()[:16]
"""Names what `load` makes."""


@dataclass(frozen=True)
class Person:
    """Somebody who may sign in, and students of theirs."""

    tenant_id: UUID
    id: UUID
    subject: str
    roles: list[str]
    students: list[UUID]


@dataclass(frozen=True)
class County:
    program_id: UUID
    coordinators: list[Person]
    supervisor: Person
    agency: Person


async def load(connection: asyncpg.Connection, students: int) -> None:
    """Fill a freshly migrated database, as its superuser. Raises: RuntimeError without a rulebook."""
    if await connection.fetchval("select count(*) from eb.rule") < DEADLINES:
        raise RuntimeError(f"the rulebook names fewer than {DEADLINES} rules")
    await connection.execute(
        "set synchronous_commit = off; set maintenance_work_mem = '1GB'; set session_replication_role = replica;"
        + ID
    )
    await connection.execute("select setseed(0.5)")
    await connection.execute(PEOPLE.replace(":students", str(students)))
    async with _without_indexes(connection):
        for statement in FILES.split(";\n"):
            await connection.execute(statement.replace(":students", str(students)))
    await connection.execute("drop table child; reset all")
    await connection.execute("vacuum (freeze, analyze)")


@asynccontextmanager
async def _without_indexes(connection: asyncpg.Connection) -> AsyncIterator[None]:
    """Indexes and keys of the filled tables, made afterwards: a sort is cheaper than millions of descents."""
    tables = [f"eb.{name}" for name in FILLED]
    held = [
        *await connection.fetch(_HELD_BY_INDEX, tables),
        *await connection.fetch(_INDEXES, tables),
    ]
    for each in held:
        await connection.execute(each["drop_it"])
    yield
    for each in reversed(held):
        await connection.execute(each["make_it"])


async def empty_trails(connection: asyncpg.Connection) -> None:
    """Begin each run alike: what earlier runs recorded is gone, append-only or not."""
    await connection.execute(
        "set session_replication_role = replica;"
        f"truncate {', '.join(f'eb.{name}' for name in TRAILS)} cascade; delete from eb.referral where sender_ref is not null;"
        "reset session_replication_role"
    )
    await connection.execute("vacuum eb.referral")
    await connection.execute("checkpoint")


async def look_around(connection: asyncpg.Connection, coordinators: int = 200) -> County:
    """Choose who will call: some of the program's coordinators, its supervisor, the agency."""
    await connection.execute(ID)
    program = await connection.fetchval(f"select pg_temp.id(0, {PROGRAM})")
    rows = await connection.fetch(
        """select p.tenant_id, p.id, p.subject, p.roles,
                  array(select a.student_id from eb.assignment a
                         where a.tenant_id = p.tenant_id and a.principal_id = p.id and a.to_on is null) as students
             from eb.principal p
            where p.tenant_id = $1 and p.subject like 'coordinator-%'
               or p.subject in ('supervisor', 'agency')
            order by md5(p.subject)""",
        program,
    )
    people = [Person(*row) for row in rows]
    by_name = {person.subject: person for person in people}
    return County(
        program,
        [p for p in people if p.roles == ["coordinator"]][:coordinators],
        by_name["supervisor"],
        by_name["agency"],
    )
