-- The files that are read as one: a student's own, and those that a person merged into it. Taking the merge back is enough.
create or replace function eb.files_of(p_student uuid)
returns uuid[] language sql stable cost 10000 as $$
  select array_prepend(p_student, array(
    select k.other_id from eb.student_link k
     where k.tenant_id = eb.tenant() and k.student_id = p_student and k.state = 'merged'))
$$;
