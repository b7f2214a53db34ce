-- One student's file: profile, contacts, team, enrolment, plans and services in force, deadlines. seen: yes, not_on_caseload, missing.
-- The enrolment is the latest.
create or replace function eb.student_file(
  p_tenant uuid, p_subject text, p_roles text[], p_sees_program boolean, p_purpose text,
  p_student uuid, p_today date, p_soon int)
returns table (seen text, version int, body text) language plpgsql
set plan_cache_mode = force_generic_plan as $$
declare
  v_me uuid := eb.bind(p_tenant, p_subject, p_roles);
  v_seen text := eb.visibility(p_student, p_sees_program);
begin
  if v_seen <> 'yes' then
    return query select v_seen, null::int, null::text;
    return;
  end if;
  insert into eb.access_log (id, action, resource, purpose, student_id)
  values (eb.new_id(), 'read', 'student', p_purpose, p_student);
  return query
  select 'yes'::text, s.version, row_to_json(x)::text
    from eb.student s
   cross join lateral (
     select s.id, s.version, s.first_name, s.middle_name, s.last_name, s.preferred_name, s.born_on, s.sex,
            s.gestation_weeks, s.birth_weight_grams, s.birth_order, s.languages, s.interpreter_needed, s.race_ethnicity, s.address,
            s.external_ids, s.district_id, s.jurisdiction, s.facts, s.updated_at,
            (select row_to_json(y) from (
               select e.id, e.state, e.referral_id, e.referred_on, e.exited_on, e.exit_reason
                 from eb.enrolment e where e.tenant_id = p_tenant and e.student_id = p_student
                order by e.referred_on desc, e.id desc limit 1) y) as enrolment,
            (select coalesce(json_agg(row_to_json(y)), '[]'::json) from (
               select c.id, c.version, c.first_name, c.last_name, c.relationship, c.lives_with, c.holds_educational_rights,
                      c.may_sign, c.may_receive_information, c.language, c.interpreter_needed, c.phone, c.email, c.address,
                      c.court_limits, c.preferred_channel, c.preferred_hours, c.accessibility_needs, c.entered_in_error
                 from eb.contact c where c.tenant_id = p_tenant and c.student_id = p_student and not c.entered_in_error order by c.id) y) as contacts,
            (select coalesce(json_agg(row_to_json(y)), '[]'::json) from (
               select a.id, a.version, a.principal_id, p.name, a.role, a.from_on, a.grounds
                 from eb.assignment a
                 join eb.principal p on p.tenant_id = p_tenant and p.id = a.principal_id
                where a.tenant_id = p_tenant and a.student_id = p_student and a.to_on is null
                order by a.role, a.id) y) as team,
            (select coalesce(json_agg(row_to_json(y)), '[]'::json) from (
               select p.id, p.program, p.type, p.number, p.state, p.starts_on, p.ends_on, p.signed_on, p.reviewed_on
                 from eb.plan p
                where p.tenant_id = p_tenant and p.student_id = p_student
                  and p.state in ('active', 'in_review', 'in_effect')
                order by p.program desc) y) as plans,
            (select coalesce(json_agg(row_to_json(y)), '[]'::json) from (
               select l.id, l.plan_id, l.service, l.state, l.sessions, l.per, l.minutes, l.starts_on, l.ends_on
                 from eb.service_line l
                where l.tenant_id = p_tenant and l.student_id = p_student
                  and l.state in ('consented', 'authorised', 'started')
                order by l.number, l.id) y) as services,
            (select coalesce(json_agg(row_to_json(y)), '[]'::json) from (
               select d.id, d.rule_id, r.title, d.occurrence, d.stage, d.kind, d.actor, d.due_on, d.due_on_unadjusted,
                      d.window_opens_on, d.satisfied_on, d.missing,
                      eb.deadline_state(d.status, d.due_on, d.tolled_from, d.tolled_to, p_today, p_soon) as state
                 from eb.deadline d
                 left join eb.rule r on r.id = d.rule_id
                where d.tenant_id = p_tenant and d.student_id = p_student
                order by d.due_on nulls last, d.id) y) as deadlines
   ) x
   where s.tenant_id = p_tenant and s.id = p_student;
end $$;
