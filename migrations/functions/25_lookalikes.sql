-- Students who may be the same child, by comparisons that row-level security can use an index for: likeness is scored
-- afterwards. What a limit leaves out is what is born furthest from the day: of a common name the child itself is never
-- among it. p_names is an array of {first, middle, last}; a file merged into another stands for that one.
create or replace function eb.lookalikes(
  p_names jsonb, p_born date, p_phones text[], p_place jsonb, p_identifiers text[], p_sees_sealed boolean, p_most int)
returns table (student_id uuid, has_phone boolean, has_place boolean, has_identifier boolean) language plpgsql stable as $$
declare
  v_tenant uuid := eb.tenant();
  v_near constant int := 400;
  v_days date[] := array[p_born] || coalesce(eb.swapped_day(p_born), p_born);
  v_forms text[];
  v_sounds text[];
  v_phones text[] := array(select distinct right(regexp_replace(p, '\D', '', 'g'), 10) from unnest(p_phones) p);
  v_ids text[] := array(select distinct eb.identifier_key(i) from unnest(p_identifiers) i);
  v_begins text[];
begin
  select array_agg(distinct f.form),
         array_agg(distinct f.sound) filter (where f.sound is not null)
           || array_agg(distinct split_part(f.sound, '.', 2) || '.' || split_part(f.sound, '.', 1)) filter (where f.sound is not null)
    into v_forms, v_sounds
    from jsonb_array_elements(p_names) n
   cross join lateral eb.name_forms(n->>'first', n->>'middle', n->>'last') f;
  v_begins := array(
    select distinct left(eb.name_key(v), 2) from jsonb_array_elements(p_names) n
     cross join lateral unnest(array[n->>'first', n->>'last']) v where v is not null);
  return query
  with found (id, phone, place, identifier) as (
    (select k.student_id, false, false, true from eb.student_key k
      where k.tenant_id = v_tenant and k.kind = 'identifier' and k.key = any(v_ids) limit p_most)
    union all
    (select k.student_id, false, true, false from eb.student_key k
      where k.tenant_id = v_tenant and k.kind = 'place' and k.key = eb.place_key(p_place) limit p_most)
    union all
    (select c.student_id, true, false, false from eb.contact c
      where c.tenant_id = v_tenant and not c.entered_in_error and c.phone_key = any(v_phones) limit p_most)
    union all
    (select f.student_id, false, false, false from eb.name_form f
      where f.tenant_id = v_tenant and f.form = any(v_forms) and f.born_on between p_born - v_near and p_born + v_near
        and (p_sees_sealed or not f.is_sealed)
      order by (f.born_on = any(v_days)) desc, abs(f.born_on - p_born), f.student_id limit p_most)
    union all
    -- Both ways from the day by the index, however many sound so.
    (select n.student_id, false, false, false from unnest(v_sounds) sound
      cross join lateral (
        (select f.student_id, f.born_on from eb.name_form f
          where f.tenant_id = v_tenant and f.sound = sound and f.born_on = any(v_days)
            and (p_sees_sealed or not f.is_sealed) limit p_most)
        union all
        (select f.student_id, f.born_on from eb.name_form f
          where f.tenant_id = v_tenant and f.sound = sound and f.born_on between p_born + 1 and p_born + v_near
            and (p_sees_sealed or not f.is_sealed) order by f.born_on limit p_most)
        union all
        (select f.student_id, f.born_on from eb.name_form f
          where f.tenant_id = v_tenant and f.sound = sound and f.born_on between p_born - v_near and p_born - 1
            and (p_sees_sealed or not f.is_sealed) order by f.born_on desc limit p_most)) n
      order by (n.born_on = any(v_days)) desc, abs(n.born_on - p_born), n.student_id limit p_most)
    union all
    (select s.id, false, false, false from eb.student s
      where s.tenant_id = v_tenant and s.born_on = any(v_days)
        and (left(s.last_key, 2) = any(v_begins) or left(s.first_key, 2) = any(v_begins))
      order by (left(s.last_key, 2) = any(v_begins) and left(s.first_key, 2) = any(v_begins)) desc, s.id limit p_most))
  select coalesce(s.merged_into_id, f.id), bool_or(f.phone), bool_or(f.place), bool_or(f.identifier)
    from found f
   cross join lateral (
     select s.merged_into_id from eb.student s where s.tenant_id = v_tenant and s.id = f.id limit 1) s
   group by 1;
end $$;

-- The day with month and day exchanged, as people mistype it; null where there is no such day, or none is given: not
-- `strict`, so that it is written into the statement that asks.
create or replace function eb.swapped_day(p_day date) returns date language sql immutable parallel safe as $$
  select case when extract(day from p_day) <= 12
    then make_date(extract(year from p_day)::int, extract(day from p_day)::int, extract(month from p_day)::int) end
$$;
