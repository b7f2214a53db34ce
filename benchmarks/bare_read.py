"""The bare read: the same rows in the same words, with nothing that a record of children owes anybody.

The superuser asks, whom no policy narrows; no access is recorded, so a read
waits for no disk. The referral is one data-modifying statement with a durable
commit: key, a look whether the child is on file, referral, outbox, record of
access, and the sender's status.
"""

from datetime import date
from typing import Any
from uuid import UUID

from benchmarks.bare_app import SOON_DAYS, TODAY, Ask, Bare

CASELOAD = """
select '{"items":' || coalesce(json_agg(row_to_json(x))::text, '[]') || '}'
  from (
    select s.id, s.first_name, s.last_name, s.preferred_name, s.born_on, s.version,
           (select e.state from eb.enrolment e
             where e.tenant_id = $1 and e.student_id = s.id and e.exited_on is null) as enrolment_state,
           coalesce(d.next, '[]'::json) as next_deadlines
      from (select s.* from eb.assignment a
              join eb.student s on s.tenant_id = $1 and s.id = a.student_id
             where a.tenant_id = $1 and a.principal_id = $2 and a.to_on is null
             order by s.last_key, s.first_key, s.id limit 50) s
      left join lateral (
        select json_agg(row_to_json(y)) as next from (
          select d.id, d.rule_id, d.due_on,
                 eb.deadline_state(d.status, d.due_on, d.tolled_from, d.tolled_to, $3, $4) as state
            from eb.deadline d
           where d.tenant_id = $1 and d.student_id = s.id and d.status = 'open'
           order by d.due_on, d.id limit 3) y) d on true
     order by s.last_key, s.first_key, s.id) x"""

FILE = """
select row_to_json(x)::text from (
  select s.id, s.version, s.first_name, s.middle_name, s.last_name, s.preferred_name, s.born_on, s.sex,
         s.gestation_weeks, s.birth_weight_grams, s.birth_order, s.languages, s.interpreter_needed, s.race_ethnicity, s.address,
         s.external_ids, s.district_id, s.jurisdiction, s.facts, s.updated_at,
         (select row_to_json(y) from (
            select e.id, e.state, e.referral_id, e.referred_on, e.exited_on, e.exit_reason
              from eb.enrolment e where e.tenant_id = $1 and e.student_id = $2 and e.exited_on is null) y) as enrolment,
         (select coalesce(json_agg(row_to_json(y)), '[]'::json) from (
            select c.id, c.version, c.first_name, c.last_name, c.relationship, c.lives_with, c.holds_educational_rights,
                   c.may_sign, c.may_receive_information, c.language, c.interpreter_needed, c.phone, c.email, c.address,
                   c.court_limits, c.preferred_channel, c.preferred_hours, c.accessibility_needs, c.entered_in_error
              from eb.contact c where c.tenant_id = $1 and c.student_id = $2 and not c.entered_in_error order by c.id) y) as contacts,
         (select coalesce(json_agg(row_to_json(y)), '[]'::json) from (
            select a.id, a.version, a.principal_id, p.name, a.role, a.from_on, a.grounds
              from eb.assignment a join eb.principal p on p.tenant_id = $1 and p.id = a.principal_id
             where a.tenant_id = $1 and a.student_id = $2 and a.to_on is null order by a.role, a.id) y) as team,
         (select coalesce(json_agg(row_to_json(y)), '[]'::json) from (
            select p.id, p.program, p.type, p.number, p.state, p.starts_on, p.ends_on, p.signed_on, p.reviewed_on
              from eb.plan p
             where p.tenant_id = $1 and p.student_id = $2 and p.state in ('active', 'in_review', 'in_effect')
             order by p.program desc) y) as plans,
         (select coalesce(json_agg(row_to_json(y)), '[]'::json) from (
            select l.id, l.plan_id, l.service, l.state, l.sessions, l.per, l.minutes, l.starts_on, l.ends_on
              from eb.service_line l
             where l.tenant_id = $1 and l.student_id = $2 and l.state in ('consented', 'authorised', 'started')
             order by l.number, l.id) y) as services,
         (select coalesce(json_agg(row_to_json(y)), '[]'::json) from (
            select d.id, d.rule_id, r.title, d.occurrence, d.stage, d.kind, d.actor, d.due_on, d.due_on_unadjusted,
                   d.window_opens_on, d.satisfied_on, d.missing,
                   eb.deadline_state(d.status, d.due_on, d.tolled_from, d.tolled_to, $3, $4) as state
              from eb.deadline d left join eb.rule r on r.id = d.rule_id
             where d.tenant_id = $1 and d.student_id = $2 order by d.due_on nulls last, d.id) y) as deadlines
    from eb.student s where s.tenant_id = $1 and s.id = $2) x"""

DUE = """
select '{"items":' || coalesce(json_agg(row_to_json(x))::text, '[]') || '}'
  from (
    select d.id, d.rule_id, r.title, d.occurrence, d.due_on, d.due_on_unadjusted, d.actor, d.student_id,
           s.first_name, s.last_name,
           eb.deadline_state(d.status, d.due_on, d.tolled_from, d.tolled_to, $4, $5) as state
      from (select * from eb.deadline
             where tenant_id = $1 and status = 'open' and due_on is not null and (due_on, id) > ($2, $3)
             order by due_on, id limit 50) d
      join eb.student s on s.tenant_id = $1 and s.id = d.student_id
      left join eb.rule r on r.id = d.rule_id
     order by d.due_on, d.id) x"""

REFERRAL = """
with key as (
  insert into eb.idempotency_key (tenant_id, principal_id, key, fingerprint, status)
  values ($1, $2, $3, $3, 201)),
known as (
  select count(distinct f.student_id) as children from eb.name_form f
   where f.tenant_id = $4 and f.born_on = ($6::jsonb#>>'{child,born_on}')::date
     and f.form = eb.name_key(($6::jsonb#>>'{child,last_name}') || ($6::jsonb#>>'{child,first_name}'))),
referral as (
  insert into eb.referral (tenant_id, id, state, received_on, channel, urgency, sender_id, sender_ref,
                           child_first_name, child_last_name, born_on, submitted, may_report_back, possible_duplicates)
  select $4, gen_random_uuid(), 'submitted', $5, 'api', 'routine', $1, $6::jsonb->>'sender_ref',
         $6::jsonb#>>'{child,first_name}', $6::jsonb#>>'{child,last_name}', ($6::jsonb#>>'{child,born_on}')::date, $6, true, children
    from known
  returning *),
outbox as (
  insert into eb.outbox (tenant_id, id, topic, payload)
  select tenant_id, gen_random_uuid(), 'referral.received', json_build_object('referral_id', id, 'received_on', received_on)
    from referral),
access as (
  insert into eb.access_log (tenant_id, id, action, resource, purpose, party, detail)
  select tenant_id, gen_random_uuid(), 'create', 'referral', 'referral follow-up', 'Agency', jsonb_build_object('referral_id', id)
    from referral),
status as (
  insert into eb.referral_status (tenant_id, id, program_id, sender_ref, state, received_on)
  select $1, id, $4, sender_ref, state, received_on from referral)
select json_build_object('id', id, 'receipt_number', upper(right(replace(id::text, '-', ''), 10)), 'state', state,
                         'received_on', received_on, 'sender_ref', sender_ref)::text from referral"""


def _of_two(parts: list[str], _: str) -> list[Any]:
    return [*map(UUID, parts), TODAY, SOON_DAYS]


def _due(parts: list[str], _: str) -> list[Any]:
    program, day, last = parts
    return [UUID(program), date.fromisoformat(day), UUID(last), TODAY, SOON_DAYS]


def _referral(parts: list[str], body: str) -> list[Any]:
    key, program, agency, principal = parts
    return [UUID(agency), UUID(principal), key, UUID(program), TODAY, body]


ASKS = {
    "caseload": Ask(CASELOAD, _of_two),  # PROGRAM/COORDINATOR
    "file": Ask(FILE, _of_two),  # PROGRAM/STUDENT
    "due": Ask(DUE, _due),  # PROGRAM/DAY/ID
    "referral": Ask(REFERRAL, _referral),  # KEY/PROGRAM/AGENCY/PRINCIPAL
}


def create() -> Bare:
    return Bare(ASKS)
