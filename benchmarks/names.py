"""A program of students with names as unlike one another as in life, for the search and the export."""

import time

import asyncpg

from app.models.fields import new_id

TENANT = new_id()
FILL = """
with syllable as (
  select array['ba','ker','son','gar','ci','lo','pez','mar','ti','nez','nguy','tran','smi','wil','lia','ok','for',
               'kim','ley','ro','dri','van','ber','gold','stein','al','far','has','san','tos'] as s),
picked as (
  select n, floor($2 * power(random(), 2.5))::int as a, floor($3 * power(random(), 2.5))::int as b
    from generate_series(1, $4) n)
insert into eb.student (tenant_id, id, first_name, last_name, born_on, jurisdiction, external_ids)
select $1, eb.new_id(),
       initcap(s[1 + b % 30] || s[1 + b / 30 % 30] || case when b >= 900 then s[1 + b / 900] else '' end),
       initcap(s[1 + a % 30] || s[1 + a / 30 % 30] || s[1 + a / 900 % 30] || case when a >= 27000 then s[1 + a / 27000] else '' end)
         || case when n % 6 = 0 then ' ' || initcap(s[1 + b % 30] || s[1 + a % 30] || 'ez') else '' end,
       date '2022-01-01' + (random() * 1400)::int, 'us-ca',
       jsonb_build_array(jsonb_build_object('system', 'uci', 'value', '7' || n))
  from picked, syllable
"""
PORTION = 20_000


async def fill(connection: asyncpg.Connection, students: int) -> float:
    """Insert students by portions, as the application's role; returns the seconds it took."""
    await connection.execute(
        "insert into eb.organisation (id, kind, name, jurisdiction, time_zone) values ($1, 'program', 'Benchmark', 'us-ca', 'America/Los_Angeles')",
        TENANT,
    )
    await connection.execute("select set_config('app.tenant_id', $1, false)", str(TENANT))
    await connection.execute(
        """insert into eb.principal (tenant_id, id, kind, subject, name, roles)
           values ($1, $2, 'person', 'bench', 'Bench', array['administrator'])""",
        TENANT, new_id(),
    )  # fmt: skip
    begun = time.perf_counter()
    for done in range(0, students, PORTION):
        count = min(PORTION, students - done)
        await connection.execute(FILL, TENANT, students // 8, 2000, count)
    seconds = time.perf_counter() - begun
    await connection.execute("vacuum analyze")
    return seconds
