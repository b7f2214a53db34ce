-- How many students of the bound tenant look like a referred child on the day it comes: by an identifier, or by the sound
-- of a name in either order with the birth date, or with the day that month and day exchanged make. Each is a look into an
-- index, so that a referral waits for none of it; whoever else may be the child is found when intake looks.
-- What it looks for is put together by expressions, which cost a tenth of what a query does.
create or replace function eb.alike_on_receipt(p_child jsonb) returns int language plpgsql stable
set plan_cache_mode = force_generic_plan as $$
declare
  v_tenant uuid := eb.tenant();
  v_days date[] := array[(p_child->>'born_on')::date];
  v_swapped date := eb.swapped_day(v_days[1]);
  v_last text := eb.name_key(coalesce(p_child->>'last_name', ''));
  v_words text[] := eb.name_words(coalesce(p_child->>'last_name', ''));
  v_firsts text[] := '{}';
  v_lasts text[] := '{}';
  v_sounds text[] := '{}';
  v_name text;
  v_other text;
  v_known uuid[] := '{}';
  v_found int;
begin
  if v_swapped <> v_days[1] then
    v_days := v_days || v_swapped;
  end if;
  foreach v_name in array array[p_child->>'first_name', p_child->>'preferred_name'] loop
    if v_name <> '' then
      v_firsts := v_firsts || eb.name_sound(eb.name_key(v_name));
    end if;
  end loop;
  foreach v_name in array array[v_last] || case when cardinality(v_words) between 2 and 4 then v_words end loop
    if v_name <> '' then
      v_lasts := v_lasts || eb.name_sound(v_name);
    end if;
  end loop;
  foreach v_name in array v_lasts loop
    foreach v_other in array v_firsts loop
      v_sounds := v_sounds || (v_name || '.' || v_other) || (v_other || '.' || v_name);
    end loop;
  end loop;
  if jsonb_typeof(p_child->'external_ids') = 'array' and p_child->'external_ids' <> '[]' then
    v_known := array(
      select k.student_id from eb.student_key k
       where k.tenant_id = v_tenant and k.kind = 'identifier'
         and k.key = any(array(select eb.identifier_key(i->>'value') from jsonb_array_elements(p_child->'external_ids') i)) limit 20);
  end if;
  -- One look for each: of a list the planner thinks that reading a small program whole is less.
  select count(distinct x.id) into v_found from (
    select unnest(v_known) as id
     union all
    select f.student_id from unnest(v_sounds) s (sound) cross join unnest(v_days) d (day)
     cross join lateral (
       select f.student_id from eb.name_form f
        where f.tenant_id = v_tenant and f.sound = s.sound and f.born_on = d.day and not f.is_sealed limit 20) f) x;
  return v_found;
end $$;
