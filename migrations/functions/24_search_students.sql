-- Students by name, birth date, identifier or a contact's phone, as the caller may see them. items is JSON text;
-- is_complete is false when there are more. A name is matched by its beginning, in any order of its parts; only when
-- none begins so, words one slip away are tried: those that share a variant (one letter left out), by `=` alone.
create or replace function eb.search_students(
  p_tenant uuid, p_subject text, p_roles text[], p_sees_program boolean, p_purpose text, p_sees_sealed boolean,
  p_name text, p_born date, p_identifier text, p_phone text, p_limit int)
returns table (items text, is_complete boolean) language plpgsql as $$
declare
  v_me uuid := eb.bind(p_tenant, p_subject, p_roles);
  v_words text[] := eb.name_words(p_name);
  v_count int := cardinality(v_words);
  v_starts text[];
  v_mine uuid[];
  v_found uuid[];
  v_match text := 'exact';
  v_shown record;
begin
  if not p_sees_program then
    v_mine := array(select distinct a.student_id from eb.assignment a
                     where a.tenant_id = p_tenant and a.principal_id = v_me and a.to_on is null);
  end if;
  if p_identifier is not null then
    v_found := array(
      select k.student_id from eb.student_key k
       where k.tenant_id = p_tenant and k.kind = 'identifier' and k.key = eb.identifier_key(p_identifier)
         and (v_mine is null or k.student_id = any(v_mine)) order by k.student_id limit p_limit + 1);
  elsif p_phone is not null then
    v_found := array(
      select distinct c.student_id from eb.contact c
       where c.tenant_id = p_tenant and not c.entered_in_error and c.phone_key = right(regexp_replace(p_phone, '\D', '', 'g'), 10)
         and (v_mine is null or c.student_id = any(v_mine)) order by c.student_id limit p_limit + 1);
  elsif p_name is null then
    v_found := array(
      select s.id from eb.student s
       where s.tenant_id = p_tenant and s.born_on = p_born and (v_mine is null or s.id = any(v_mine))
       order by s.last_key, s.id limit p_limit + 1);
  else
    v_starts := case when v_count = 1 then v_words else
      array[array_to_string(v_words, ''),
            v_words[v_count] || array_to_string(v_words[:v_count - 1], ''),
            array_to_string(v_words[2:], '') || v_words[1]] end;
    v_found := eb.names_starting(p_tenant, v_mine, p_sees_sealed, v_starts, p_born, p_limit + 1);
    if cardinality(v_found) = 0 then
      v_starts := array(
        select distinct array_to_string(v_words[:i - 1], '') || n.word || array_to_string(v_words[i + 1:], '')
          from generate_series(1, least(v_count, 4)) i
         cross join lateral (
           select v.word from eb.name_variant v
            where v.tenant_id = p_tenant and length(v_words[i]) > 2
              and v.variant = any(array[v_words[i]] || array(
                    select left(v_words[i], k - 1) || substr(v_words[i], k + 1)
                      from generate_series(1, least(length(v_words[i]), 24)) k))
            group by v.word
            order by left(v.word, 1) <> left(v_words[i], 1), abs(length(v.word) - length(v_words[i])), v.word
            limit 40) n);
      v_match := 'similar';
      v_found := eb.names_starting(p_tenant, v_mine, p_sees_sealed, v_starts, p_born, p_limit + 1);
    end if;
  end if;

  is_complete := cardinality(v_found) <= p_limit;
  v_found := v_found[:p_limit];
  -- A file merged into another stands for that one. There are few, and an index of them alone.
  if exists (
    select from eb.student o
     where o.tenant_id = p_tenant and o.id = any(v_found) and o.merged_into_id is not null) then
    v_found := array(
      select distinct coalesce(o.merged_into_id, o.id) from eb.student o
       where o.tenant_id = p_tenant and o.id = any(v_found)
         and (v_mine is null or coalesce(o.merged_into_id, o.id) = any(v_mine)));
  end if;

  v_shown := eb.students_shown(
    p_tenant, v_found, v_match, p_born, p_sees_sealed,
    case when p_name is not null and (p_identifier is not null or p_phone is not null) then array_to_string(v_words, '') end);
  items := v_shown.items;
  insert into eb.access_log (id, action, resource, purpose, student_ids)
  values (eb.new_id(), 'search', 'student', p_purpose, v_shown.ids);
  return next;
end $$;

-- What is shown of those found. `p_begins`: only those one of whose names begins so. Its plan is kept: making it took longer
-- than running it. Each child's text is made where the row is read, so that what is put in order is little; `limit` has each
-- read by its key, whatever the planner believes of the table.
drop function if exists eb.students_shown(uuid, uuid[], text, date, boolean, int, text);
create or replace function eb.students_shown(
  p_tenant uuid, p_found uuid[], p_match text, p_born date, p_sees_sealed boolean, p_begins text, out items text, out ids uuid[])
language plpgsql stable
set plan_cache_mode = force_generic_plan as $$
begin
  select '[' || coalesce(string_agg(s.item::text, ',' order by s.last_key, s.first_key, s.id), '') || ']',
         coalesce(array_agg(s.id), '{}')
    into items, ids
    from unnest(p_found) f (id)
   cross join lateral (
     select s.id, s.last_key, s.first_key, row_to_json(x) as item
       from eb.student s
      cross join lateral (
        select s.id, s.first_name, s.middle_name, s.last_name, s.preferred_name, s.born_on, s.birth_order, s.district_id,
               (select e.state from eb.enrolment e
                 where e.tenant_id = p_tenant and e.student_id = s.id
                 order by e.referred_on desc, e.id desc limit 1) as enrolment_state,
               p_match as match) x
      where s.tenant_id = p_tenant and s.id = f.id
        and (p_born is null or s.born_on = p_born)
        and (p_begins is null or exists (
          select from eb.name_form n
           where n.tenant_id = p_tenant and n.student_id = s.id and (p_sees_sealed or not n.is_sealed)
             and starts_with(n.form, p_begins)))
      limit 1) s;
end $$;

-- Students one of whose names begins with one of these keys, the first by name; of `p_mine`, unless that is null. With a birth
-- date, of that day only: the names of a day are an index of their own, however many share a beginning. Several names of one
-- child may begin so: more are read than are wanted, and again more until there are enough children or no names left.
create or replace function eb.names_starting(
  p_tenant uuid, p_mine uuid[], p_sees_sealed boolean, p_starts text[], p_born date, p_limit int)
returns uuid[] language plpgsql stable
set plan_cache_mode = force_generic_plan as $$
declare
  v_last constant text := chr(1114111);
  v_most int := p_limit + p_limit / 2;
  v_read uuid[];
  v_found uuid[];
  v_id uuid;
begin
  if p_mine is not null then
    return array(
      select f.student_id
        from unnest(p_mine) m
       cross join lateral (
         select f.student_id, f.form, f.born_on, f.is_sealed from eb.name_form f
          where f.tenant_id = p_tenant and f.student_id = m offset 0) f
       where (p_born is null or f.born_on = p_born) and (p_sees_sealed or not f.is_sealed)
         and exists (select from unnest(p_starts) q where q <> '' and starts_with(f.form, q))
       group by f.student_id order by min(f.form) limit p_limit);
  end if;
  loop
    if p_born is null then
      v_read := array(
        select f.student_id
          from unnest(p_starts) s (q)
         cross join lateral (
           select f.student_id from eb.name_form f
            where f.tenant_id = p_tenant and f.form >= s.q and f.form < s.q || v_last and (p_sees_sealed or not f.is_sealed)
            order by f.form limit v_most) f
         where s.q <> '');
    else
      v_read := array(
        select f.student_id
          from unnest(p_starts) s (q)
         cross join lateral (
           select f.student_id from eb.name_form f
            where f.tenant_id = p_tenant and f.born_on = p_born and f.form >= s.q and f.form < s.q || v_last
              and (p_sees_sealed or not f.is_sealed)
            order by f.form limit v_most) f
         where s.q <> '');
    end if;
    v_found := '{}';
    foreach v_id in array v_read loop
      if v_id <> all(v_found) then
        v_found := v_found || v_id;
        exit when cardinality(v_found) = p_limit;
      end if;
    end loop;
    exit when cardinality(v_found) = p_limit or cardinality(v_read) < v_most;
    v_most := 4 * v_most;
  end loop;
  return v_found;
end $$;
