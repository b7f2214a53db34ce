-- Open deadlines by due date: the program's, or the caseload's for those who see no more.
create or replace function eb.due_page(
  p_tenant uuid, p_subject text, p_roles text[], p_sees_program boolean, p_purpose text,
  p_today date, p_soon int, p_limit int, p_from date, p_until date, p_rule text, p_principal uuid,
  p_after_due date, p_after_id uuid)
returns table (items text, next_keys text) language plpgsql as $$
declare
  v_me uuid := eb.bind(p_tenant, p_subject, p_roles);
  v_whose uuid := case when p_sees_program then p_principal else v_me end;
  v_ids uuid[];
  v_students uuid[];
  v_more boolean;
begin
  if v_whose is null then
    select array_agg(x.id) into v_ids from (
      select d.id from eb.deadline d
       where d.tenant_id = p_tenant and d.status = 'open' and d.due_on is not null
         and (d.due_on, d.id) > (p_after_due, p_after_id) and d.due_on >= p_from and d.due_on <= p_until
         and (p_rule is null or d.rule_id = p_rule)
       order by d.due_on, d.id limit p_limit + 1) x;
  else
    select array_agg(x.id) into v_ids from (
      select d.id
        from (select distinct a.student_id from eb.assignment a
               where a.tenant_id = p_tenant and a.principal_id = v_whose and a.to_on is null) mine
        join eb.deadline d on d.tenant_id = p_tenant and d.student_id = mine.student_id
       where d.status = 'open' and d.due_on is not null
         and (d.due_on, d.id) > (p_after_due, p_after_id) and d.due_on >= p_from and d.due_on <= p_until
         and (p_rule is null or d.rule_id = p_rule)
       order by d.due_on, d.id limit p_limit + 1) x;
  end if;
  v_more := coalesce(cardinality(v_ids), 0) > p_limit;
  if v_more then
    v_ids := v_ids[:p_limit];
  end if;
  if v_ids is not null then
    select array_agg(distinct d.student_id) into v_students
      from eb.deadline d where d.tenant_id = p_tenant and d.id = any (v_ids);
    insert into eb.access_log (id, action, resource, purpose, student_ids)
    values (eb.new_id(), 'list', 'due-list', p_purpose, v_students);
  end if;
  return query
  select coalesce(json_agg(row_to_json(x))::text, '[]'),
         case when v_more then (
           select json_build_array(d.due_on, d.id)::text
             from eb.deadline d where d.tenant_id = p_tenant and d.id = v_ids[p_limit]) end
    from (
      select d.id, d.rule_id, r.title, d.occurrence, d.due_on, d.due_on_unadjusted, d.actor, d.student_id,
             s.first_name, s.last_name,
             eb.deadline_state(d.status, d.due_on, d.tolled_from, d.tolled_to, p_today, p_soon) as state
        from unnest(v_ids) with ordinality u(id, n)
        join eb.deadline d on d.tenant_id = p_tenant and d.id = u.id
        join eb.student s on s.tenant_id = p_tenant and s.id = d.student_id
        left join eb.rule r on r.id = d.rule_id
       order by u.n) x;
end $$;
