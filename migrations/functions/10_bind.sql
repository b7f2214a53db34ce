-- First statement of every transaction: who acts, for which tenant. Also checks that they still may.
create or replace function eb.bind(p_tenant uuid, p_subject text, p_roles text[])
returns uuid language plpgsql as $$
declare
  v_id uuid;
  v_name text;
  v_set text := set_config('app.tenant_id', p_tenant::text, true);  -- assigned: `perform` would be a query each time
begin
  select p.id, p.name into v_id, v_name
    from eb.principal p
   where p.tenant_id = p_tenant and p.subject = p_subject and p.is_active and p.roles @> p_roles;
  if not found then
    raise exception 'principal is not active' using errcode = 'EB401';
  end if;
  v_set := set_config('app.principal_id', v_id::text, true);
  v_set := set_config('app.party', v_name, true);
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
-- In this language its plans are kept from call to call.
create or replace function eb.visibility(p_student uuid, p_sees_program boolean)
returns text language plpgsql stable as $$
declare
  v_merged uuid;
begin
  select s.merged_into_id into v_merged from eb.student s where s.tenant_id = eb.tenant() and s.id = p_student;
  if not found then
    return 'missing';
  end if;
  if not p_sees_program
     and not exists (
       select from eb.assignment a
        where a.tenant_id = eb.tenant() and a.student_id = p_student
          and a.principal_id = eb.principal_id() and a.to_on is null)
     and not exists (
       select from eb.emergency_access x
        where x.tenant_id = eb.tenant() and x.principal_id = eb.principal_id() and x.student_id = p_student
          and x.ends_at > now()) then
    return 'not_on_caseload';
  end if;
  return coalesce('merged:' || v_merged, 'yes');
end $$;

-- PostgreSQL 18 makes such ids itself, in a tenth of the time that texts take.
do $$
begin
  if current_setting('server_version_num')::int >= 180000 then
    create or replace function eb.new_id() returns uuid language sql volatile as 'select uuidv7()';
  end if;
end $$;
