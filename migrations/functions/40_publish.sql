-- The short list of places that write into another tenant. Each takes the program from the bound
-- tenant, publishes what that partner may see, and returns to the program.

-- What says nothing of the child, and is told with a consent or without.
create or replace function eb.told_of_nobody()
returns text[] language sql immutable parallel safe as $$
  select array['submitted', 'acknowledged', 'info_requested', 'redirected', 'withdrawn', 'closed'];
$$;

-- What the sender may know of its referral now. What it knows already makes no version, no event and no entry.
-- Without a live consent, what was told while there was one is said no more: no milestone, no entry of the history up
-- to `shared_after`, no event of the list, and no delivery that waits.
create or replace function eb.publish_referral_status(p_referral uuid, p_agency uuid, p_told jsonb)
returns void language plpgsql as $$
declare
  v_program uuid := eb.tenant();
  v_wanted text[] := array(select jsonb_array_elements_text(p_told->'wanted'));
  v_state text := p_told->>'state';
  v_is_shared boolean := (p_told->>'is_shared')::boolean;
  v_old eb.referral_status;
  v_milestones jsonb;
  v_from text;
  v_event uuid := eb.new_id();
begin
  perform eb.enter(p_agency);
  select * into v_old from eb.referral_status r
   where r.tenant_id = p_agency and r.id = p_referral and r.program_id = v_program for update;
  v_milestones := v_old.milestones;
  if not v_is_shared then
    select coalesce(jsonb_agg(m.told order by m.at), '[]') into v_milestones
      from jsonb_array_elements(v_old.milestones) with ordinality m (told, at)
     where m.told->>'state' = any (eb.told_of_nobody());
  end if;
  if v_old.id is not null
     and (v_old.state, v_old.outcome, v_old.wanted, v_old.question, v_old.answer_due_on, v_old.contact_attempts, v_old.milestones)
         is distinct from
         (v_state, p_told->>'outcome', v_wanted, p_told->>'question', (p_told->>'answer_due_on')::date, p_told->'contact_attempts',
          v_milestones) then
    v_from := v_old.state;
    if not v_is_shared then
      v_from := coalesce(v_milestones->-1->>'state', 'submitted');
      perform eb.take_back_told(p_referral);
    end if;
    if v_is_shared or v_state <> 'closed' or not v_milestones @> '[{"state": "closed"}]' then
      v_milestones := v_milestones || jsonb_build_array(jsonb_build_object('state', v_state, 'on', p_told->>'on'));
    end if;
    update eb.referral_status r
       set state = v_state, outcome = p_told->>'outcome', wanted = v_wanted, question = p_told->>'question',
           answer_due_on = (p_told->>'answer_due_on')::date, contact_attempts = p_told->'contact_attempts',
           milestones = v_milestones, shared_after = case when v_is_shared then r.shared_after else r.version end,
           version = r.version + 1, updated_at = now(), updated_by = null
     where r.tenant_id = p_agency and r.id = p_referral;
    -- One id for both: what must be taken back is found by the history. Two told in one commit have two moments, as
    -- two of two commits have.
    insert into eb.record_change (tenant_id, id, created_at, created_by, resource, record_id, version, act, from_state, to_state)
    values (p_agency, v_event, clock_timestamp(), null, 'referral-status', p_referral, v_old.version + 1, 'told',
            v_from, v_state);
    insert into eb.outbox (tenant_id, id, created_at, created_by, topic, payload)
    values (p_agency, v_event, clock_timestamp(), null, 'referral.' || v_state,
            json_build_object('referral_id', p_referral, 'state', v_state, 'version', v_old.version + 1));
  end if;
  perform eb.enter(v_program);
end $$;

-- In the sender's tenant: events that told more than may be said now are listed and sent no more.
create or replace function eb.take_back_told(p_referral uuid)
returns void language plpgsql as $$
declare
  v_agency uuid := eb.tenant();
  v_told uuid[] := array(
    select c.id from eb.record_change c
     where c.tenant_id = v_agency and c.record_id = p_referral and c.resource = 'referral-status'
       and (c.act = 'milestone' or c.to_state <> all (eb.told_of_nobody())));
begin
  update eb.outbox o
     set last_error = 'cancelled', dead_at = case when o.done_at is null then now() end, done_at = coalesce(o.done_at, now())
   where o.tenant_id = v_agency and o.id = any (v_told);
  update eb.webhook_delivery w
     set last_error = 'cancelled', dead_at = now()
   where w.tenant_id = v_agency and w.event_id = any (v_told) and w.done_at is null;
end $$;

-- A coded milestone, told once. The caller has asked whether a consent allows it.
create or replace function eb.publish_referral_milestone(p_referral uuid, p_agency uuid, p_milestone text, p_on date)
returns void language plpgsql as $$
declare
  v_program uuid := eb.tenant();
  v_version int;
  v_event uuid := eb.new_id();
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
    values (p_agency, v_event, null, 'referral-status', p_referral, v_version, 'milestone');
    insert into eb.outbox (tenant_id, id, created_by, topic, payload)
    values (p_agency, v_event, null, 'referral.milestone',
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
  v_from text;
  v_version int;
  v_event uuid := eb.new_id();
begin
  select * into strict v_sent from eb.referral r where r.tenant_id = v_here and r.id = p_referral;
  perform eb.enter(p_program);
  if not exists (select from eb.partnership r where r.tenant_id = p_program and r.partner_id = v_here and r.is_active) then
    v_outcome := 'not_a_partner';
  else
    insert into eb.referral (tenant_id, id, created_by, updated_by, state, received_on, ifsp_due_on, channel, urgency, sender_id, sender_ref,
                             child_first_name, child_last_name, born_on, submitted, may_report_back, additions, contact_attempts, possible_duplicates)
    values (p_program, p_referral, null, null, 'submitted', v_sent.received_on, p_ifsp_due_on, v_sent.channel, v_sent.urgency,
            v_sent.sender_id, v_sent.sender_ref, v_sent.child_first_name, v_sent.child_last_name, v_sent.born_on, v_sent.submitted,
            v_sent.may_report_back, v_sent.additions, v_sent.contact_attempts, eb.alike_on_receipt(v_sent.submitted->'child'))
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
        select r.state into v_from from eb.referral_status r
         where r.tenant_id = v_sent.sender_id and r.id = p_referral and r.program_id = v_here for update;
        update eb.referral_status r
           set program_id = p_program, state = 'submitted', outcome = null, wanted = '{}', question = null, answer_due_on = null,
               milestones = r.milestones || jsonb_build_array(jsonb_build_object('state', 'redirected', 'on', now()::date::text)),
               version = r.version + 1, updated_at = now(), updated_by = null
         where r.tenant_id = v_sent.sender_id and r.id = p_referral and r.program_id = v_here
        returning r.version into v_version;
        if found then
          insert into eb.record_change (tenant_id, id, created_by, resource, record_id, version, act, from_state, to_state)
          values (v_sent.sender_id, v_event, null, 'referral-status', p_referral, v_version, 'redirected', v_from, 'submitted');
          insert into eb.outbox (tenant_id, id, created_by, topic, payload)
          values (v_sent.sender_id, v_event, null, 'referral.received',
                  json_build_object('referral_id', p_referral, 'state', 'submitted', 'version', v_version));
        end if;
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
  values (p_district, eb.new_id(), null, 'lea_notice.published', json_build_object('notice_id', p_student, 'state', 'published'));
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

-- Opt-out, a move, or the end of a consent (then only what it released): what was released stays readable no more. The
-- district is told which packets are no more: what waits to be told of them is told to nobody. As a pull does, it takes
-- the district's rows first and the program's afterwards.
drop function if exists eb.withdraw_packets(uuid, uuid);
create or replace function eb.withdraw_packets(p_student uuid, p_district uuid, p_consent uuid default null)
returns void language plpgsql as $$
declare
  v_program uuid := eb.tenant();
  v_packets uuid[] := array(
    select k.id from eb.packet k
     where k.tenant_id = v_program and k.student_id = p_student and k.district_id = p_district and k.withdrawn_at is null
       and (p_consent is null or k.consent_id = p_consent));
begin
  perform eb.enter(p_district);
  perform from eb.transition_packet k where k.tenant_id = p_district and k.id = any (v_packets) order by k.id for update;
  perform eb.cancel_messages(null, v_packets);
  with gone as (
    update eb.transition_packet k
       set content = null, withdrawn_at = now(), version = k.version + 1, updated_at = now(), updated_by = null
     where k.tenant_id = p_district and k.program_id = v_program and k.id = any (v_packets) and k.withdrawn_at is null
    returning k.id, k.version)
  insert into eb.outbox (tenant_id, id, created_by, topic, payload)
  select p_district, eb.new_id(), null, 'packet.withdrawn',
         json_build_object('packet_id', g.id, 'state', 'withdrawn', 'version', g.version)
    from gone g;
  perform eb.enter(v_program);
  update eb.packet k set withdrawn_at = now(), version = k.version + 1
   where k.tenant_id = v_program and k.id = any (v_packets);
end $$;

-- Whether there was one. A district that keeps a copy is told to forget it; what waits to be told of it is told to nobody.
drop function if exists eb.withdraw_lea_notice(uuid, uuid);
create or replace function eb.withdraw_lea_notice(p_student uuid, p_district uuid)
returns boolean language plpgsql as $$
declare
  v_program uuid := eb.tenant();
  v_was_there boolean;
begin
  perform eb.enter(p_district);
  delete from eb.lea_notice n where n.tenant_id = p_district and n.id = p_student and n.program_id = v_program;
  v_was_there := found;
  if v_was_there then
    perform eb.cancel_notice(p_student);
    insert into eb.outbox (tenant_id, id, created_by, topic, payload)
    values (p_district, eb.new_id(), null, 'lea_notice.withdrawn', json_build_object('notice_id', p_student, 'state', 'withdrawn'));
  end if;
  perform eb.enter(v_program);
  return v_was_there;
end $$;
