"""A program full of students, made by sets."""

from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from fastapi import FastAPI
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncEngine

from tests.factories.world import World, make_world

CASELOAD = 60
FILL = (
    """insert into eb.student (tenant_id, id, first_name, last_name, born_on, jurisdiction, external_ids)
       select :tenant, eb.new_id(), 'First' || n % 97, 'Last' || n % 499, date '2023-01-01' + n % 700, 'us-ca',
              jsonb_build_array(jsonb_build_object('system', 'uci', 'value', n::text))
         from generate_series(1, :students) n""",
    """insert into eb.enrolment (tenant_id, id, student_id, state, referred_on)
       select tenant_id, eb.new_id(), id, 'active', date '2024-01-01' from eb.student where tenant_id = :tenant""",
    """insert into eb.contact (tenant_id, id, student_id, first_name, relationship)
       select tenant_id, eb.new_id(), id, 'Parent', 'mother' from eb.student where tenant_id = :tenant""",
    """insert into eb.assignment (tenant_id, id, student_id, principal_id, role, from_on)
       select :tenant, eb.new_id(), s.id, :therapist, 'therapist', date '2024-01-01'
         from (select id from eb.student where tenant_id = :tenant order by md5(id::text) limit :caseload) s""",
    """insert into eb.assignment (tenant_id, id, student_id, principal_id, role, from_on)
       select tenant_id, eb.new_id(), id, :coordinator, 'coordinator', date '2024-01-01'
         from eb.student where tenant_id = :tenant""",
    """insert into eb.deadline (tenant_id, id, student_id, rule_id, rule_version, occurrence, stage, kind, actor, status,
                                due_on, rulebook_sha256)
       select :tenant, eb.new_id(), s.id, r.id, '1', '', 's', 'deadline', 'sc',
              case when r.k % 3 = 0 then 'met' else 'open' end,
              date '2025-01-01' + ((r.k * 37 + (s.born_on - date '2023-01-01') * 11) % 900)::int, 'x'
         from eb.student s, (select id, row_number() over (order by id) as k from eb.rule order by id limit 25) r
        where s.tenant_id = :tenant
        order by s.id, r.k""",  # a student's duties are written together, as in life
    """insert into eb.plan (tenant_id, id, student_id, program, type, number, state)
       select tenant_id, eb.new_id(), id, 'partc', 'initial', 1, 'active' from eb.student where tenant_id = :tenant""",
    """insert into eb.service_line (tenant_id, id, student_id, plan_id, number, state, service, delivery_model, intensity,
                                    sessions, per, minutes, starts_on, ends_on, setting)
       select tenant_id, eb.new_id(), student_id, id, 1, 'started', 'speech', 'individual', 'direct',
              1, 'week', 60, date '2025-01-01', date '2026-01-01', 'home'
         from eb.plan where tenant_id = :tenant""",
    """insert into eb.referral (tenant_id, id, state, received_on, channel, urgency, may_report_back, sender_id, sender_ref, child_first_name,
                                child_last_name, born_on, submitted, student_id)
       select tenant_id, eb.new_id(), 'accepted', date '2024-01-01', 'api', 'routine', true, :agency, id::text, first_name, last_name, born_on,
              '{}', id
         from eb.student where tenant_id = :tenant""",
    """insert into eb.referral_status (tenant_id, id, program_id, state, received_on)
       select :agency, id, tenant_id, 'accepted', received_on from eb.referral where tenant_id = :tenant""",
    """insert into eb.consent (tenant_id, id, student_id, contact_id, kind, recipient_id, purpose, covers, language, method, signed_on)
       select c.tenant_id, eb.new_id(), c.student_id, c.id, 'release', :district, 'transition', '{profile}', 'en', 'paper', date '2025-01-01'
         from eb.contact c where c.tenant_id = :tenant""",
    """insert into eb.packet (tenant_id, id, student_id, district_id, consent_id, number, released_on, sha256, content)
       select tenant_id, eb.new_id(), student_id, :district, id, 1, date '2025-06-01', 'x', '{}'
         from eb.consent where tenant_id = :tenant""",
    """insert into eb.transition_packet (tenant_id, id, program_id, student_id, number, released_at, sha256, content)
       select district_id, id, tenant_id, student_id, 1, released_on, sha256, content from eb.packet where tenant_id = :tenant""",
)
# A plan made for the many small programs must do for the large one too.
SMALL_PROGRAMS = """
    with program as (
      insert into eb.organisation (id, kind, name, jurisdiction, time_zone)
      select eb.new_id(), 'program', 'Small program', 'us-ca', 'America/Los_Angeles' from generate_series(1, 200)
      returning id),
    student as (
      insert into eb.student (tenant_id, id, first_name, last_name, born_on, jurisdiction)
      select id, eb.new_id(), 'First', 'Last' || n, date '2023-01-01', 'us-ca' from program, generate_series(1, 3) n
      returning tenant_id, id)
    insert into eb.deadline (tenant_id, id, student_id, rule_id, rule_version, occurrence, stage, kind, actor, status,
                             due_on, rulebook_sha256)
    select tenant_id, eb.new_id(), id, 'r' || n, '1', '', 's', 'deadline', 'sc', 'open', date '2025-01-01' + n, 'x'
      from student, generate_series(1, 5) n
"""
CASELOAD_PAGE = (
    "select * from eb.caseload_page($1, $2, $3, $4, 'test', '2026-01-01', 7, 50, '', '', $5)"
)
DUE_PAGE = """select * from eb.due_page($1, $2, $3, $4, 'test', '2026-01-01', 7, 50, '1900-01-01', '2100-12-31',
                                        null, null, $5, $6)"""
FILE = "select * from eb.student_file($1, $2, $3, $4, 'test', $5, '2026-01-01', 7)"
INTAKE = """select * from eb.receive_referral($1, $2, $3, 'test', gen_random_uuid()::text, 'f', $4, gen_random_uuid(),
                                              '2026-01-01', '2026-02-15', $5)"""
PULL = "select * from eb.pull_packet($1, $2, $3, 'test', $4)"
REFERRED = """{"urgency": "routine", "sender_ref": null, "consent": {"report_back": true},
               "child": {"first_name": "First1", "last_name": "Last1", "born_on": "2023-01-02"}}"""
LOWEST = UUID(int=0)


@dataclass
class County:
    """A program full of students, and the hot functions called for it."""

    world: World
    student_id: UUID
    packet_id: UUID

    @property
    def calls(self) -> dict[str, tuple[str, list[Any]]]:
        """Statement and arguments of each hot read, by a name."""
        therapist = [self.world.program_id, "therapist-1", ["therapist"], False]
        supervisor = [self.world.program_id, "supervisor-1", ["supervisor"], True]
        return {
            "caseload": (CASELOAD_PAGE, [*therapist, LOWEST]),
            "program by name": (CASELOAD_PAGE, [*supervisor, LOWEST]),
            "file": (FILE, [*therapist, self.student_id]),
            "due list of a caseload": (
                DUE_PAGE,
                [*therapist, date.fromisoformat("1900-01-01"), LOWEST],
            ),
            "due list of a program": (
                DUE_PAGE,
                [*supervisor, date.fromisoformat("1900-01-01"), LOWEST],
            ),
            "due list, far on": (DUE_PAGE, [*supervisor, date.fromisoformat("2026-06-01"), LOWEST]),
            "a referral comes in": (
                INTAKE,
                [*self._partner("agency"), self.world.program_id, REFERRED],
            ),
            "a packet is pulled": (PULL, [*self._partner("district"), self.packet_id]),
        }

    def _partner(self, name: str) -> list[Any]:
        person = self.world.people[name]
        return [person.tenant_id, person.subject, list(person.roles)]


async def filled(app: FastAPI, owner: AsyncEngine, students: int) -> County:
    world = await make_world(app, owner)
    values = {
        "tenant": world.program_id,
        "therapist": world.people["therapist"].id,
        "coordinator": world.people["coordinator"].id,
        "students": students,
        "caseload": CASELOAD,
        "agency": world.agency_id,
        "district": world.district_id,
    }
    async with owner.begin() as connection:
        await connection.execute(text(SMALL_PROGRAMS))
        for statement in FILL:
            await connection.execute(
                text(statement), {k: v for k, v in values.items() if f":{k}" in statement}
            )
        student_id = await connection.scalar(
            text(
                "select student_id from eb.assignment where tenant_id = :t and role = 'therapist' limit 1"
            ),
            {"t": world.program_id},
        )
        packet_id = await connection.scalar(
            text(
                "select id from eb.transition_packet where tenant_id = :t order by md5(id::text) limit 1"
            ),
            {"t": world.district_id},
        )
    autocommit = owner.execution_options(isolation_level="AUTOCOMMIT")
    async with autocommit.connect() as connection:
        await connection.execute(text("vacuum analyze"))
    return County(world, student_id, packet_id)
