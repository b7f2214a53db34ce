-- Whose file somebody may open by the caseload rule: their own students', and what was merged into these. An array, so
-- that a list of one caseload is read by the students and not the program's rows one by one. Its cost says what it
-- reads: a plan that asks it once, for an index, is the cheaper one also where few rows would be asked one by one.
create or replace function eb.caseload_of(p_principal uuid)
returns uuid[] language sql stable cost 10000 as $$
  with mine as (
    select a.student_id from eb.assignment a
     where a.tenant_id = eb.tenant() and a.principal_id = p_principal and a.to_on is null)
  select array(
    select student_id from mine
    union
    select k.other_id from mine join eb.student_link k
      on k.tenant_id = eb.tenant() and k.student_id = mine.student_id and k.state = 'merged')
$$;
