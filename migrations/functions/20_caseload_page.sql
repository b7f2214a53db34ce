-- Students of the caller's caseload (or the program's), by name, with their next three open deadlines.
-- Page first, decorate after. items and next_keys are JSON texts; next_keys is null on the last page.
create or replace function eb.caseload_page(
  p_tenant uuid, p_subject text, p_roles text[], p_sees_program boolean, p_purpose text,
  p_today date, p_soon int, p_limit int, p_after_last text, p_after_first text, p_after_id uuid)
returns table (items text, next_keys text) language plpgsql as $$
declare
  v_me uuid := eb.bind(p_tenant, p_subject, p_roles);
  v_ids uuid[];
  v_more boolean;
begin
  if p_sees_program then
    select array_agg(x.id) into v_ids from (
      select s.id from eb.student s
       where s.tenant_id = p_tenant and (s.last_key, s.first_key, s.id) > (p_after_last, p_after_first, p_after_id)
       order by s.last_key, s.first_key, s.id limit p_limit + 1) x;
  else
    select array_agg(x.id) into v_ids from (
      select s.id
        from (select distinct a.student_id from eb.assignment a
               where a.tenant_id = p_tenant and a.principal_id = v_me and a.to_on is null) mine
        join eb.student s on s.tenant_id = p_tenant and s.id = mine.student_id
       where (s.last_key, s.first_key, s.id) > (p_after_last, p_after_first, p_after_id)
       order by s.last_key, s.first_key, s.id limit p_limit + 1) x;
  end if;
  v_more := coalesce(cardinality(v_ids), 0) > p_limit;
  if v_more then
    v_ids := v_ids[:p_limit];
  end if;
  if v_ids is not null then
    insert into eb.access_log (id, action, resource, purpose, student_ids)
    values (eb.new_id(), 'list', 'caseload', p_purpose, v_ids);
  end if;
  return query
  select coalesce(json_agg(row_to_json(x))::text, '[]'),
         case when v_more then (
           select json_build_array(s.last_key, s.first_key, s.id)::text
             from eb.student s where s.tenant_id = p_tenant and s.id = v_ids[p_limit]) end
    from (
      select s.id, s.first_name, s.last_name, s.preferred_name, s.born_on, s.version,
             (select e.state from eb.enrolment e
               where e.tenant_id = p_tenant and e.student_id = s.id and e.exited_on is null) as enrolment_state,
             coalesce(d.next, '[]'::json) as next_deadlines
        from unnest(v_ids) with ordinality u(id, n)
        join eb.student s on s.tenant_id = p_tenant and s.id = u.id
        left join lateral (
          select json_agg(row_to_json(y)) as next from (
            select d.id, d.rule_id, d.due_on,
                   eb.deadline_state(d.status, d.due_on, d.tolled_from, d.tolled_to, p_today, p_soon) as state
              from eb.deadline d
             where d.tenant_id = p_tenant and d.student_id = s.id and d.status = 'open'
             order by d.due_on, d.id limit 3) y) d on true
       order by u.n) x;
end $$;
