-- The short list of places that write into another tenant. Each takes the program from the bound
-- tenant, publishes what that partner may see, and returns to the program.

create or replace function eb.publish_referral_status(p_referral uuid, p_agency uuid, p_state text, p_outcome text)
returns void language plpgsql as $$
declare
  v_program uuid := eb.tenant();
  v_version int;
begin
  perform eb.enter(p_agency);
  update eb.referral_status r
     set state = p_state,
         milestones = r.milestones || jsonb_build_array(jsonb_build_object('state', p_state, 'on', now()::date::text)),
         outcome = p_outcome, version = r.version + 1, updated_at = now(), updated_by = null
   where r.tenant_id = p_agency and r.id = p_referral and r.program_id = v_program
  returning r.version into v_version;
  insert into eb.outbox (tenant_id, id, created_by, topic, payload)
  values (p_agency, eb.new_id(), null, 'referral.' || p_state, json_build_object('referral_id', p_referral, 'state', p_state, 'version', v_version));
  perform eb.enter(v_program);
end $$;

create or replace function eb.publish_lea_notice(
  p_student uuid, p_district uuid, p_first text, p_last text, p_born date, p_parents jsonb, p_notified date)
returns void language plpgsql as $$
declare v_program uuid := eb.tenant();
begin
  perform eb.enter(p_district);
  insert into eb.lea_notice as n (tenant_id, id, created_by, updated_by, program_id, child_first_name, child_last_name, born_on, parents, notified_on)
  values (p_district, p_student, null, null, v_program, p_first, p_last, p_born, p_parents, p_notified)
  on conflict (tenant_id, id) do update
     set child_first_name = p_first, child_last_name = p_last, born_on = p_born, parents = p_parents,
         notified_on = p_notified, withdrawn_at = null, version = n.version + 1, updated_at = now()
   where n.program_id = v_program;
  insert into eb.outbox (tenant_id, id, created_by, topic, payload)
  values (p_district, eb.new_id(), null, 'lea_notice.published', json_build_object('notice_id', p_student));
  perform eb.enter(v_program);
end $$;

create or replace function eb.publish_packet(p_packet uuid)
returns void language plpgsql as $$
declare
  v_program uuid := eb.tenant();
  v_packet record;
begin
  select * into strict v_packet from eb.packet k where k.tenant_id = v_program and k.id = p_packet;
  perform eb.enter(v_packet.district_id);
  insert into eb.transition_packet (tenant_id, id, created_by, updated_by, program_id, student_id, number, released_at, sha256, content)
  values (v_packet.district_id, v_packet.id, null, null, v_program, v_packet.student_id, v_packet.number, now(), v_packet.sha256, v_packet.content);
  insert into eb.outbox (tenant_id, id, created_by, topic, payload)
  values (v_packet.district_id, eb.new_id(), null, case when v_packet.number = 1 then 'packet.released' else 'packet.supplemented' end,
          json_build_object('packet_id', v_packet.id, 'state', 'released', 'version', 1));
  perform eb.enter(v_program);
end $$;

-- Opt-out or withdrawn consent: nothing of the student stays readable for the district.
create or replace function eb.withdraw_packets(p_student uuid, p_district uuid)
returns void language plpgsql as $$
declare
  v_program uuid := eb.tenant();
  v_packets uuid[] := array(
    select k.id from eb.packet k where k.tenant_id = v_program and k.student_id = p_student and k.district_id = p_district);
begin
  update eb.packet k set withdrawn_at = now(), version = k.version + 1
   where k.tenant_id = v_program and k.student_id = p_student and k.district_id = p_district and k.withdrawn_at is null;
  perform eb.enter(p_district);
  perform eb.cancel_messages(null, v_packets);
  update eb.transition_packet k
     set content = null, withdrawn_at = now(), version = k.version + 1, updated_at = now(), updated_by = null
   where k.tenant_id = p_district and k.program_id = v_program and k.student_id = p_student and k.withdrawn_at is null;
  if found then
    insert into eb.outbox (tenant_id, id, created_by, topic, payload)
    values (p_district, eb.new_id(), null, 'packet.withdrawn', json_build_object('student_id', p_student));
  end if;
  perform eb.enter(v_program);
end $$;

create or replace function eb.withdraw_lea_notice(p_student uuid, p_district uuid)
returns void language plpgsql as $$
declare v_program uuid := eb.tenant();
begin
  perform eb.enter(p_district);
  delete from eb.lea_notice n where n.tenant_id = p_district and n.id = p_student and n.program_id = v_program;
  perform eb.enter(v_program);
end $$;
