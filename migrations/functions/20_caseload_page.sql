-- Students of the caller's caseload (or the program's), by name, with their next three open deadlines.
-- items and next_keys are JSON texts; next_keys is null on the last page.
-- Page first, decorate after; each student of a caseload is fetched by key (`limit 1`), for under row-level
-- security the planner expects so few rows of a program that it would read all of them to find seventy.
-- Always by the kept plan, as are the other hot reads: PostgreSQL would plan each call anew for a large program, a
-- third of the time, and arrive at the same plan.
create or replace function eb.caseload_page(
  p_tenant uuid, p_subject text, p_roles text[], p_sees_program boolean, p_purpose text,
  p_today date, p_soon int, p_limit int, p_after_last text, p_after_first text, p_after_id uuid)
returns table (items text, next_keys text) language plpgsql
set plan_cache_mode = force_generic_plan as $$
declare
  v_me uuid := eb.bind(p_tenant, p_subject, p_roles);
  v_students uuid[];
begin
  with page as (
    (select s.id, s.first_name, s.last_name, s.preferred_name, s.born_on, s.version, s.last_key, s.first_key
       from eb.student s
      where p_sees_program and s.tenant_id = p_tenant and s.merged_into_id is null
        and (s.last_key, s.first_key, s.id) > (p_after_last, p_after_first, p_after_id)
      order by s.last_key, s.first_key, s.id limit p_limit + 1)
    union all
    (select s.id, s.first_name, s.last_name, s.preferred_name, s.born_on, s.version, s.last_key, s.first_key
       from (select distinct a.student_id from eb.assignment a
              where not p_sees_program and a.tenant_id = p_tenant and a.principal_id = v_me and a.to_on is null) mine
      cross join lateral (
        select * from eb.student s where s.tenant_id = p_tenant and s.id = mine.student_id limit 1) s
      where (s.last_key, s.first_key, s.id) > (p_after_last, p_after_first, p_after_id) and s.merged_into_id is null
      order by s.last_key, s.first_key, s.id limit p_limit + 1)),
  shown as (select * from page order by last_key, first_key, id limit p_limit)
  select coalesce(json_agg(row_to_json(x))::text, '[]'), array_agg(x.id),
         (select json_build_array(s.last_key, s.first_key, s.id)::text
            from (select * from shown order by last_key desc, first_key desc, id desc limit 1) s
           where (select count(*) from page) > p_limit)
    into items, v_students, next_keys
    from (
      select s.id, s.first_name, s.last_name, s.preferred_name, s.born_on, s.version,
             (select e.state from eb.enrolment e
               where e.tenant_id = p_tenant and e.student_id = s.id and e.exited_on is null) as enrolment_state,
             coalesce(d.next, '[]'::json) as next_deadlines
        from shown s
        left join lateral (
          select json_agg(row_to_json(y)) as next from (
            select d.id, d.rule_id, d.due_on,
                   eb.deadline_state(d.status, d.due_on, d.tolled_from, d.tolled_to, p_today, p_soon) as state
              from eb.deadline d
             where d.tenant_id = p_tenant and d.student_id = s.id and d.status = 'open'
             order by d.due_on, d.id limit 3) y) d on true
       order by s.last_key, s.first_key, s.id) x;
  if v_students is not null then
    insert into eb.access_log (id, action, resource, purpose, student_ids)
    values (eb.new_id(), 'list', 'caseload', p_purpose, v_students);
  end if;
  return next;
end $$;
