-- The children of a list, noted once however often it is shown, and each showing of it. By the index, also by a plan that was
-- made while there were none; without asking first, since most lists of a search are new.
create or replace function eb.note_shown() returns trigger language plpgsql
set enable_seqscan = off as $$
declare v_set uuid := md5(new.student_ids::text)::uuid;
begin
  insert into eb.access_set (tenant_id, student_id, set_id, access_id)
  select distinct new.tenant_id, i, v_set, new.id from unnest(new.student_ids) i
   where not exists (
     select from eb.access_set s
      where s.tenant_id = new.tenant_id and s.student_id = new.student_ids[1] and s.set_id = v_set);
  insert into eb.access_of_set (tenant_id, set_id, created_at, access_id)
  values (new.tenant_id, v_set, new.created_at, new.id);
  return null;
end $$;
