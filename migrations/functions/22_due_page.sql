-- Open deadlines by due date: the program's, or the caseload's for those who see no more.
-- items and next_keys are JSON texts; next_keys is null on the last page. Page first, decorate after.
-- The signature of before there were states and stages: a call would fit both.
drop function if exists eb.due_page(uuid, text, text[], boolean, text, date, int, int, date, date, text, uuid, date, uuid);

-- Dates of a caseload are compared by coalesce, so that the index by due date cannot serve: where most programs are
-- small the planner takes the two indexes for equal, and would read a large program whole for each student.
create or replace function eb.due_page(
  p_tenant uuid, p_subject text, p_roles text[], p_sees_program boolean, p_purpose text,
  p_today date, p_soon int, p_limit int, p_from date, p_until date, p_rule text, p_principal uuid,
  p_after_due date, p_after_id uuid, p_state text default null, p_stage text default null)
returns table (items text, next_keys text) language plpgsql
set plan_cache_mode = force_generic_plan as $$
declare
  v_me uuid := eb.bind(p_tenant, p_subject, p_roles);
  v_whose uuid := case when p_sees_program then p_principal else v_me end;
  v_students uuid[];
begin
  with page as (
    (select d.id, d.rule_id, d.occurrence, d.due_on, d.due_on_unadjusted, d.actor, d.student_id, d.status, d.tolled_from, d.tolled_to
       from eb.deadline d
      where v_whose is null and d.tenant_id = p_tenant and d.status = 'open' and d.due_on is not null
        and (d.due_on, d.id) > (p_after_due, p_after_id) and d.due_on >= p_from and d.due_on <= p_until
        and (p_rule is null or d.rule_id = p_rule) and (p_stage is null or d.stage = p_stage)
        and (p_state is null
             or p_state = eb.deadline_state(d.status, d.due_on, d.tolled_from, d.tolled_to, p_today, p_soon))
      order by d.due_on, d.id limit p_limit + 1)
    union all
    (select d.id, d.rule_id, d.occurrence, d.due_on, d.due_on_unadjusted, d.actor, d.student_id, d.status, d.tolled_from, d.tolled_to
       from (select distinct a.student_id from eb.assignment a
              where v_whose is not null and a.tenant_id = p_tenant and a.principal_id = v_whose and a.to_on is null) mine
      cross join lateral (
        select * from eb.deadline d
         where d.tenant_id = p_tenant and d.student_id = mine.student_id and d.status = 'open'
           and (coalesce(d.due_on, 'infinity'), d.id) > (p_after_due, p_after_id)
           and coalesce(d.due_on, 'infinity') between p_from and p_until
           and (p_rule is null or d.rule_id = p_rule) and (p_stage is null or d.stage = p_stage)
           and (p_state is null
                or p_state = eb.deadline_state(d.status, d.due_on, d.tolled_from, d.tolled_to, p_today, p_soon))
         order by d.due_on, d.id limit p_limit + 1) d
      order by d.due_on, d.id limit p_limit + 1)),
  shown as (select * from page order by due_on, id limit p_limit)
  select coalesce(json_agg(row_to_json(x))::text, '[]'), array_agg(x.student_id),
         (select json_build_array(d.due_on, d.id)::text
            from (select * from shown order by due_on desc, id desc limit 1) d
           where (select count(*) from page) > p_limit)
    into items, v_students, next_keys
    from (
      select d.id, d.rule_id, r.title, d.occurrence, d.due_on, d.due_on_unadjusted, d.actor, d.student_id,
             s.first_name, s.last_name,
             eb.deadline_state(d.status, d.due_on, d.tolled_from, d.tolled_to, p_today, p_soon) as state
        from shown d
       cross join lateral (
         select s.first_name, s.last_name from eb.student s where s.tenant_id = p_tenant and s.id = d.student_id limit 1) s
        left join lateral (select r.title from eb.rule r where r.id = d.rule_id limit 1) r on true
       order by d.due_on, d.id) x;
  if v_students is not null then
    insert into eb.access_log (id, action, resource, purpose, student_ids)
    values (eb.new_id(), 'list', 'due-list', p_purpose, array(select distinct unnest(v_students)));
  end if;
  return next;
end $$;
