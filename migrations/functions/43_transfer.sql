-- A child is offered to another program. Both programs must name each other as partners: nobody is sent a
-- child's data without having agreed to be.
create or replace function eb.publish_transfer(p_transfer uuid)
returns void language plpgsql as $$
declare
  v_program uuid := eb.tenant();
  v_row record;
begin
  select t.*, s.first_name, s.last_name, s.born_on,
         (select max(n.referred_on) from eb.enrolment n where n.tenant_id = v_program and n.student_id = t.student_id) as referred_on
    into strict v_row
    from eb.transfer t join eb.student s on s.tenant_id = t.tenant_id and s.id = t.student_id
   where t.tenant_id = v_program and t.id = p_transfer;
  perform eb.enter(v_row.receiver_id);
  if not exists (
    select from eb.partnership r where r.tenant_id = v_row.receiver_id and r.partner_id = v_program and r.is_active) then
    raise exception 'no partnership' using errcode = 'EB403';
  end if;
  insert into eb.incoming_transfer
    (tenant_id, id, created_by, updated_by, sender_id, state, reason, offered_on, child_first_name, child_last_name,
     born_on, referred_on, sha256, content)
  values
    (v_row.receiver_id, p_transfer, null, null, v_program, 'offered', v_row.reason, v_row.offered_on, v_row.first_name,
     v_row.last_name, v_row.born_on, v_row.referred_on, v_row.sha256, v_row.content);
  insert into eb.outbox (tenant_id, id, created_by, topic, payload)
  values (v_row.receiver_id, eb.new_id(), null, 'transfer.offered', json_build_object('incoming_transfer_id', p_transfer));
  perform eb.enter(v_program);
end $$;

-- The offer is taken back: nothing of the child stays with the receiver. False when it was answered before.
create or replace function eb.withdraw_transfer(p_transfer uuid)
returns boolean language plpgsql as $$
declare
  v_program uuid := eb.tenant();
  v_receiver uuid;
  v_found boolean;
begin
  select t.receiver_id into strict v_receiver from eb.transfer t where t.tenant_id = v_program and t.id = p_transfer;
  perform eb.enter(v_receiver);
  update eb.incoming_transfer i
     set state = 'withdrawn', content = null, child_first_name = null, child_last_name = null, born_on = null,
         version = i.version + 1, updated_at = now(), updated_by = null
   where i.tenant_id = v_receiver and i.id = p_transfer and i.sender_id = v_program and i.state = 'offered';
  v_found := found;
  if v_found then
    insert into eb.outbox (tenant_id, id, created_by, topic, payload)
    values (v_receiver, eb.new_id(), null, 'transfer.withdrawn', json_build_object('incoming_transfer_id', p_transfer));
  end if;
  perform eb.enter(v_program);
  return v_found;
end $$;
