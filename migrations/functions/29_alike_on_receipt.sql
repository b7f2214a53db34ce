-- How many students of the bound tenant look like a referred child on the day it comes: by an identifier, or by the sound
-- of a name in either order with the birth date, or with the day that month and day exchanged make. Each is a look into an
-- index, so that a referral waits for none of it; whoever else may be the child is found when intake looks.
-- Each expression and each statement costs its start in every transaction anew, so there are few, and a name of one word is
-- taken apart no further.
create or replace function eb.alike_on_receipt(p_child jsonb) returns int language plpgsql stable
set plan_cache_mode = force_generic_plan as $$
declare
  v_tenant uuid := eb.tenant();
  v_born date := (p_child->>'born_on')::date;
  v_days date[] := array[v_born, eb.swapped_day(v_born)];
  v_last text := p_child->>'last_name';
  v_words text[] := '{}';
  v_firsts text[] := array_remove(array[
    eb.name_sound(eb.name_key(nullif(p_child->>'first_name', ''))),
    eb.name_sound(eb.name_key(nullif(p_child->>'preferred_name', '')))], null);
  v_lasts text[] := array_remove(array[eb.name_sound(nullif(eb.name_key(v_last), ''))], null);
  v_sounds text[] := '{}';
  v_name text;
  v_other text;
  v_found uuid[] := '{}';
begin
  if v_last ~ '[[:space:]\u2010-\u2014-]' then
    v_words := eb.name_words(v_last);
    foreach v_name in array case when cardinality(v_words) between 2 and 4 then v_words else '{}' end loop
      v_lasts := v_lasts || eb.name_sound(v_name);
    end loop;
  end if;
  foreach v_name in array v_lasts loop
    foreach v_other in array v_firsts loop
      v_sounds := v_sounds || array[v_name || '.' || v_other, v_other || '.' || v_name];
    end loop;
  end loop;
  if jsonb_typeof(p_child->'external_ids') = 'array' and p_child->'external_ids' <> '[]' then
    v_found := array(
      select k.student_id from eb.student_key k
       where k.tenant_id = v_tenant and k.kind = 'identifier'
         and k.key = any(array(select eb.identifier_key(i->>'value') from jsonb_array_elements(p_child->'external_ids') i)) limit 20);
  end if;
  -- One look for each sound: of a list the planner thinks that reading a small program whole is less.
  v_found := v_found || array(
    select f.student_id from unnest(v_sounds) s (sound) cross join lateral (
      select f.student_id from eb.name_form f
       where f.tenant_id = v_tenant and f.sound = s.sound and f.born_on = any(v_days) and not f.is_sealed limit 40) f);
  if v_found = '{}' then
    return 0;
  end if;
  return (select count(distinct id) from unnest(v_found) id);
end $$;
