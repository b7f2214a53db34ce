-- The short list of places that write into another tenant. Each takes the program from the bound
-- tenant, publishes what that partner may see, and returns to the program.

-- What the sender may know of its referral now. What it knows already makes no version, no event and no entry.
create or replace function eb.publish_referral_status(p_referral uuid, p_agency uuid, p_told jsonb)
returns void language plpgsql as $$
declare
  v_program uuid := eb.tenant();
  v_wanted text[] := array(select jsonb_array_elements_text(p_told->'wanted'));
  v_state text := p_told->>'state';
  v_old record;
  v_told jsonb;
begin
  perform eb.enter(p_agency);
  select r.state, r.outcome, r.version into v_old from eb.referral_status r
   where r.tenant_id = p_agency and r.id = p_referral and r.program_id = v_program
     and (r.state, r.outcome, r.wanted, r.question, r.answer_due_on, r.contact_attempts) is distinct from
         (v_state, p_told->>'outcome', v_wanted, p_told->>'question', (p_told->>'answer_due_on')::date, p_told->'contact_attempts')
     for update;
  if found then
    -- Without a live consent only what says nothing of the child stays readable.
    select coalesce(jsonb_agg(m.told order by m.at), '[]') into v_told
      from eb.referral_status r, jsonb_array_elements(r.milestones) with ordinality m (told, at)
     where r.tenant_id = p_agency and r.id = p_referral
       and (p_told->>'outcome' is distinct from 'not_shared'
            or m.told->>'state' in ('submitted', 'acknowledged', 'info_requested', 'redirected'));
    update eb.referral_status r
       set state = v_state, outcome = p_told->>'outcome', wanted = v_wanted, question = p_told->>'question',
           answer_due_on = (p_told->>'answer_due_on')::date, contact_attempts = p_told->'contact_attempts',
           milestones = v_told || jsonb_build_array(jsonb_build_object('state', v_state, 'on', p_told->>'on')),
           version = r.version + 1, updated_at = now(), updated_by = null
     where r.tenant_id = p_agency and r.id = p_referral;
    insert into eb.record_change (tenant_id, id, created_by, resource, record_id, version, act, from_state, to_state)
    values (p_agency, eb.new_id(), null, 'referral-status', p_referral, v_old.version + 1, 'told', v_old.state, v_state);
    insert into eb.outbox (tenant_id, id, created_by, topic, payload)
    values (p_agency, eb.new_id(), null, 'referral.' || v_state,
            json_build_object('referral_id', p_referral, 'state', v_state, 'version', v_old.version + 1));
  end if;
  perform eb.enter(v_program);
end $$;

-- A coded milestone, told once. The caller has asked whether a consent allows it.
create or replace function eb.publish_referral_milestone(p_referral uuid, p_agency uuid, p_milestone text, p_on date)
returns void language plpgsql as $$
declare
  v_program uuid := eb.tenant();
  v_version int;
begin
  perform eb.enter(p_agency);
  update eb.referral_status r
     set milestones = r.milestones || jsonb_build_array(jsonb_build_object('milestone', p_milestone, 'on', p_on::text)),
         version = r.version + 1, updated_at = now(), updated_by = null
   where r.tenant_id = p_agency and r.id = p_referral and r.program_id = v_program
     and not r.milestones @> jsonb_build_array(jsonb_build_object('milestone', p_milestone))
  returning r.version into v_version;
  if found then
    insert into eb.record_change (tenant_id, id, created_by, resource, record_id, version, act)
    values (p_agency, eb.new_id(), null, 'referral-status', p_referral, v_version, 'milestone');
    insert into eb.outbox (tenant_id, id, created_by, topic, payload)
    values (p_agency, eb.new_id(), null, 'referral.milestone',
            json_build_object('referral_id', p_referral, 'state', p_milestone, 'version', v_version));
  end if;
  perform eb.enter(v_program);
end $$;

-- The program that a referral belongs to gets it under its id, with its first day; its sender follows it there.
-- 'redirected', 'not_a_partner' (the other program has not named this one) or 'already_there'.
create or replace function eb.redirect_referral(p_referral uuid, p_program uuid, p_ifsp_due_on date)
returns text language plpgsql as $$
declare
  v_here uuid := eb.tenant();
  v_sent eb.referral;
  v_outcome text := 'redirected';
begin
  select * into strict v_sent from eb.referral r where r.tenant_id = v_here and r.id = p_referral;
  perform eb.enter(p_program);
  if not exists (select from eb.partnership r where r.tenant_id = p_program and r.partner_id = v_here and r.is_active) then
    v_outcome := 'not_a_partner';
  else
    insert into eb.referral (tenant_id, id, created_by, updated_by, state, received_on, ifsp_due_on, channel, urgency, sender_id, sender_ref,
                             child_first_name, child_last_name, born_on, submitted, may_report_back, additions, contact_attempts)
    values (p_program, p_referral, null, null, 'submitted', v_sent.received_on, p_ifsp_due_on, v_sent.channel, v_sent.urgency,
            v_sent.sender_id, v_sent.sender_ref, v_sent.child_first_name, v_sent.child_last_name, v_sent.born_on, v_sent.submitted,
            v_sent.may_report_back, v_sent.additions, v_sent.contact_attempts)
    on conflict do nothing;
    if not found then
      v_outcome := 'already_there';
    else
      insert into eb.outbox (tenant_id, id, created_by, topic, payload)
      values (p_program, eb.new_id(), null, 'referral.received',
              json_build_object('referral_id', p_referral, 'state', 'submitted', 'version', 1, 'received_on', v_sent.received_on));
      insert into eb.access_log (tenant_id, id, created_by, action, resource, purpose, detail)
      values (p_program, eb.new_id(), null, 'create', 'referral', 'referral', jsonb_build_object('referral_id', p_referral));
      if v_sent.sender_id is not null then
        perform eb.enter(v_sent.sender_id);
        update eb.referral_status r
           set program_id = p_program, state = 'submitted', outcome = null, wanted = '{}', question = null, answer_due_on = null,
               milestones = r.milestones || jsonb_build_array(jsonb_build_object('state', 'redirected', 'on', now()::date::text)),
               version = r.version + 1, updated_at = now(), updated_by = null
         where r.tenant_id = v_sent.sender_id and r.id = p_referral and r.program_id = v_here;
      end if;
    end if;
  end if;
  perform eb.enter(v_here);
  return v_outcome;
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
