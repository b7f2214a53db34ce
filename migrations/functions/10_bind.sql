-- First statement of every transaction: who acts, for which tenant. Also checks that they still may.
create or replace function eb.bind(p_tenant uuid, p_subject text, p_roles text[])
returns uuid language plpgsql as $$
declare
  v_id uuid;
  v_name text;
begin
  perform set_config('app.tenant_id', p_tenant::text, true);
  select p.id, p.name into v_id, v_name
    from eb.principal p
   where p.tenant_id = p_tenant and p.subject = p_subject and p.is_active and p.roles @> p_roles;
  if not found then
    raise exception 'principal is not active' using errcode = 'EB401';
  end if;
  perform set_config('app.principal_id', v_id::text, true), set_config('app.party', v_name, true);
  return v_id;
end $$;

-- Acts for a caller from outside in the named tenant: their name stays, their id is not this tenant's.
create or replace function eb.enter(p_tenant uuid)
returns void language sql as $$
  select set_config('app.tenant_id', p_tenant::text, true);
$$;

-- Today's state of a stored deadline; the twin of state_on() in app/services/rules.
create or replace function eb.deadline_state(p_status text, p_due date, p_tolled_from date, p_tolled_to date, p_today date, p_soon int)
returns text language sql immutable parallel safe as $$
  select case
    when p_status <> 'open' then p_status
    when p_tolled_from <= p_today and p_today <= coalesce(p_tolled_to, p_today) then 'tolled'
    when p_due is null then 'open'
    when p_due < p_today then 'overdue'
    when p_due - p_today <= p_soon then 'due_soon'
    else 'open'
  end
$$;

-- Whether the caller may see this student: 'yes', 'not_on_caseload', or 'missing' (also another tenant's);
-- 'merged:<id>' for one they may see whose file was merged into another, which is read instead.
create or replace function eb.visibility(p_student uuid, p_sees_program boolean)
returns text language sql stable as $$
  select case when x.seen = 'yes' then coalesce(x.merged, x.seen) else x.seen end from (select case
    when not exists (select from eb.student s where s.tenant_id = eb.tenant() and s.id = p_student) then 'missing'
    when p_sees_program then 'yes'
    when exists (
      select from eb.assignment a
       where a.tenant_id = eb.tenant() and a.student_id = p_student
         and a.principal_id = eb.principal_id() and a.to_on is null) then 'yes'
    when exists (
      select from eb.emergency_access x
       where x.tenant_id = eb.tenant() and x.principal_id = eb.principal_id() and x.student_id = p_student
         and x.ends_at > now()) then 'yes'
    else 'not_on_caseload'
  end as seen,
  (select 'merged:' || s.merged_into_id from eb.student s where s.tenant_id = eb.tenant() and s.id = p_student) as merged) x
$$;
