-- A partner reports into a program's own tenant: the party stays the partner's, the id is nobody's.
create or replace function eb.enter_as_guest(p_program uuid)
returns void language sql as $$
  select set_config('app.tenant_id', p_program::text, true), set_config('app.principal_id', '', true);
$$;

create or replace function eb.go_home(p_tenant uuid, p_principal uuid)
returns void language sql as $$
  select set_config('app.tenant_id', p_tenant::text, true), set_config('app.principal_id', p_principal::text, true);
$$;

-- Packets in order of release, without their contents: which a district may pull. One more than the limit says
-- that there are more.
create or replace function eb.packets_to_pull(
  p_tenant uuid, p_subject text, p_roles text[], p_limit int, p_only_unpulled boolean, p_after_at timestamptz, p_after_id uuid)
returns table (id uuid, released_at timestamptz) language plpgsql as $$
begin
  perform eb.bind(p_tenant, p_subject, p_roles);
  return query
    select k.id, k.released_at from eb.transition_packet k
     where k.tenant_id = p_tenant and k.withdrawn_at is null
       and (k.released_at, k.id) > (p_after_at, p_after_id)
       and (not p_only_unpulled or k.first_pulled_at is null)
     order by k.released_at, k.id limit p_limit + 1;
end $$;

-- These packets, each pulled as eb.pull_packet pulls one, by sets. One withdrawn meanwhile is left out.
create or replace function eb.pull_packet_set(
  p_tenant uuid, p_subject text, p_roles text[], p_purpose text, p_packets uuid[])
returns table (content text) language plpgsql as $$
declare
  v_live uuid[];
  v_program record;
begin
  perform eb.bind(p_tenant, p_subject, p_roles);
  -- A withdrawal waits for this pull, or this pull does not find the packet.
  select array_agg(k.id order by k.released_at, k.id) into v_live
    from (select t.id, t.released_at from eb.transition_packet t
           where t.tenant_id = p_tenant and t.id = any (p_packets) and t.withdrawn_at is null for no key update) k;
  insert into eb.access_log (id, action, resource, purpose, student_id)
  select eb.new_id(), 'read', 'packet', p_purpose, k.student_id from eb.transition_packet k
   where k.tenant_id = p_tenant and k.id = any (v_live);
  update eb.transition_packet k set first_pulled_at = now()
   where k.tenant_id = p_tenant and k.id = any (v_live) and k.first_pulled_at is null;
  for v_program in
    select k.program_id as id, array_agg(k.id) as packets from eb.transition_packet k
     where k.tenant_id = p_tenant and k.id = any (v_live) group by k.program_id
  loop
    perform eb.enter(v_program.id);
    insert into eb.access_log (tenant_id, id, created_by, action, resource, purpose, student_id, detail)
    select v_program.id, eb.new_id(), null, 'disclose', 'packet', p_purpose, k.student_id,
           jsonb_build_object('packet_id', k.id, 'number', k.number, 'sha256', k.sha256)
      from eb.packet k where k.tenant_id = v_program.id and k.id = any (v_program.packets);
    update eb.packet k set pulled_at = now()
     where k.tenant_id = v_program.id and k.id = any (v_program.packets) and k.pulled_at is null;
    insert into eb.outbox (tenant_id, id, created_by, topic, payload)
    select v_program.id, eb.new_id(), null, 'packet.pulled', json_build_object('packet_id', i)
      from unnest(v_program.packets) i;
  end loop;
  perform eb.enter(p_tenant);
  return query
    select k.content::text from unnest(v_live) with ordinality l (id, at)
      join eb.transition_packet k on k.tenant_id = p_tenant and k.id = l.id order by l.at;
end $$;
