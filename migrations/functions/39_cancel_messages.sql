-- What is still to be told of a child, or of packets, is told to nobody. An attempt that is under way is not called back.
create or replace function eb.cancel_messages(p_student uuid, p_packets uuid[])
returns void language plpgsql as $$
declare v_tenant uuid := eb.tenant();
begin
  update eb.webhook_delivery w
     set dead_at = now(), last_error = 'cancelled'
    from eb.outbox o
   where w.tenant_id = v_tenant and w.done_at is null and w.dead_at is null
     and o.tenant_id = v_tenant and o.id = w.event_id
     and (o.payload->>'student_id' = p_student::text or (o.payload->>'packet_id')::uuid = any (p_packets));
  update eb.outbox o
     set done_at = now(), dead_at = now(), last_error = 'cancelled'
   where o.tenant_id = v_tenant and o.done_at is null and o.dead_at is null
     and (o.payload->>'student_id' = p_student::text or (o.payload->>'packet_id')::uuid = any (p_packets));
end $$;

-- In the district's tenant: what is still to be told of one notice is told to nobody.
create or replace function eb.cancel_notice(p_notice uuid)
returns void language plpgsql as $$
declare v_tenant uuid := eb.tenant();
begin
  update eb.webhook_delivery w
     set dead_at = now(), last_error = 'cancelled'
    from eb.outbox o
   where w.tenant_id = v_tenant and w.done_at is null and w.dead_at is null
     and o.tenant_id = v_tenant and o.id = w.event_id
     and (o.payload->>'notice_id')::uuid = p_notice;
  update eb.outbox o
     set done_at = now(), dead_at = now(), last_error = 'cancelled'
   where o.tenant_id = v_tenant and o.done_at is null and o.dead_at is null
     and (o.payload->>'notice_id')::uuid = p_notice;
end $$;
