-- How many students of the bound tenant look like a referred child on the day it comes: by an identifier, or by the sound
-- of a name in either order with the birth date, or with the day that month and day exchanged make. Each is a look into an
-- index, so that a referral waits for none of it; whoever else may be the child is found when intake looks.
create or replace function eb.alike_on_receipt(p_child jsonb) returns int language plpgsql stable
set plan_cache_mode = force_generic_plan as $$
declare
  v_tenant uuid := eb.tenant();
  v_born date := (p_child->>'born_on')::date;
  v_days date[] := array[v_born] || coalesce(eb.swapped_day(v_born), v_born);
  v_ids text[] := array(
    select distinct eb.identifier_key(i->>'value')
      from jsonb_array_elements(case jsonb_typeof(p_child->'external_ids') when 'array' then p_child->'external_ids' else '[]' end) i);
  v_words text[] := eb.name_words(coalesce(p_child->>'last_name', ''));
  v_firsts text[] := array(
    select distinct eb.name_sound(eb.name_key(n)) from unnest(array[p_child->>'first_name', p_child->>'preferred_name']) n where n <> '');
  v_lasts text[] := array(
    select distinct eb.name_sound(n)
      from unnest(eb.name_key(coalesce(p_child->>'last_name', '')) || case when cardinality(v_words) between 2 and 4 then v_words end) n
     where n <> '');
  v_sounds text[] := array(
    select s from unnest(v_firsts) f cross join unnest(v_lasts) l cross join unnest(array[l || '.' || f, f || '.' || l]) s);
  v_found int;
begin
  select count(*) into v_found from (
    (select k.student_id from eb.student_key k
      where k.tenant_id = v_tenant and k.kind = 'identifier' and k.key = any(v_ids) limit 20)
    union
    -- One look for each: of a list the planner thinks that reading a small program whole is less.
    (select f.student_id
       from (select distinct unnest(v_sounds) as sound) s cross join (select distinct unnest(v_days) as day) d
      cross join lateral (
        select f.student_id from eb.name_form f
         where f.tenant_id = v_tenant and f.sound = s.sound and f.born_on = d.day and not f.is_sealed limit 20) f)) found;
  return v_found;
end $$;
