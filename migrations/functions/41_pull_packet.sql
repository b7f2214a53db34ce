-- The district pulls a packet; the pull stands on the student's record of access in the program's file.
create or replace function eb.pull_packet(p_tenant uuid, p_subject text, p_roles text[], p_purpose text, p_packet uuid)
returns table (outcome text, content text, sha256 text, version int) language plpgsql as $$
declare
  v_me uuid := eb.bind(p_tenant, p_subject, p_roles);
  v_packet record;
begin
  -- One that was withdrawn, another district's, and one that never was are answered alike. A withdrawal waits for this
  -- pull, or this pull does not find the packet.
  select * into v_packet from eb.transition_packet k
   where k.tenant_id = p_tenant and k.id = p_packet and k.withdrawn_at is null for no key update;
  if not found then
    return query select 'missing'::text, null::text, null::text, null::int;
    return;
  end if;
  insert into eb.access_log (id, action, resource, purpose, student_id)
  values (eb.new_id(), 'read', 'packet', p_purpose, v_packet.student_id);
  update eb.transition_packet k set first_pulled_at = now()
   where k.tenant_id = p_tenant and k.id = p_packet and k.first_pulled_at is null;
  perform eb.enter(v_packet.program_id);
  insert into eb.access_log (tenant_id, id, created_by, action, resource, purpose, student_id, detail)
  values (v_packet.program_id, eb.new_id(), null, 'disclose', 'packet', p_purpose, v_packet.student_id,
          jsonb_build_object('packet_id', p_packet, 'number', v_packet.number, 'sha256', v_packet.sha256));
  update eb.packet k set pulled_at = now()
   where k.tenant_id = v_packet.program_id and k.id = p_packet and k.pulled_at is null;
  insert into eb.outbox (tenant_id, id, created_by, topic, payload)
  values (v_packet.program_id, eb.new_id(), null, 'packet.pulled', json_build_object('packet_id', p_packet));
  perform eb.enter(p_tenant);
  return query select 'ok'::text, v_packet.content::text, v_packet.sha256::text, v_packet.version;
end $$;
