-- Duties that the due list leaves out: tolled now, dismissed, or incomplete for want of a fact or a calendar.
-- By the day they would be due; those without any day come last. Answers as eb.due_page does.
create or replace function eb.due_aside_page(
  p_tenant uuid, p_subject text, p_roles text[], p_sees_program boolean, p_purpose text,
  p_today date, p_soon int, p_limit int, p_from date, p_until date, p_rule text, p_principal uuid,
  p_after_due date, p_after_id uuid, p_state text, p_stage text)
returns table (items text, next_keys text) language plpgsql as $$
declare
  v_me uuid := eb.bind(p_tenant, p_subject, p_roles);
  v_whose uuid := case when p_sees_program then p_principal else v_me end;
  v_last constant date := '2100-12-31';
  v_students uuid[];
begin
  with aside as (
    select d.*, coalesce(d.due_on, d.due_on_unadjusted, v_last) as on_day,
           eb.deadline_state(d.status, d.due_on, d.tolled_from, d.tolled_to, p_today, p_soon) as state
      from eb.deadline d
     where d.tenant_id = p_tenant and d.status in ('open', 'waiting_for_trigger', 'excused')
       and (p_rule is null or d.rule_id = p_rule) and (p_stage is null or d.stage = p_stage)
       and (v_whose is null or exists (
         select from eb.assignment a
          where a.tenant_id = p_tenant and a.principal_id = v_whose and a.student_id = d.student_id and a.to_on is null))),
  page as (
    select a.* from aside a
     where (a.on_day, a.id) > (p_after_due, p_after_id) and a.on_day >= p_from
       and (a.on_day <= p_until or (p_state = 'incomplete' and a.due_on is null and a.due_on_unadjusted is null))
       and case p_state
             when 'tolled' then a.state = 'tolled'
             when 'incomplete' then a.status <> 'excused' and cardinality(a.missing) > 0
             when 'dismissed' then a.status = 'excused' and exists (
               select from eb.deadline_note n
                where n.tenant_id = p_tenant and n.student_id = a.student_id and n.rule_id = a.rule_id
                  and n.occurrence = a.occurrence and n.dismissed_at is not null)
           end
     order by a.on_day, a.id limit p_limit + 1),
  shown as (select * from page order by on_day, id limit p_limit)
  select coalesce(json_agg(row_to_json(x))::text, '[]'), array_agg(x.student_id),
         (select json_build_array(d.on_day, d.id)::text
            from shown d where (select count(*) from page) > p_limit
           order by d.on_day desc, d.id desc limit 1)
    into items, v_students, next_keys
    from (
      select d.id, d.rule_id, r.title, d.occurrence, d.due_on, d.due_on_unadjusted, d.actor, d.student_id,
             s.first_name, s.last_name, d.state
        from shown d
        join eb.student s on s.tenant_id = p_tenant and s.id = d.student_id
        left join eb.rule r on r.id = d.rule_id
       order by d.on_day, d.id) x;
  if v_students is not null then
    insert into eb.access_log (id, action, resource, purpose, student_ids)
    values (eb.new_id(), 'list', 'due-list', p_purpose, array(select distinct unnest(v_students)));
  end if;
  return next;
end $$;
