-- A referral comes in: key, partnership, referral, audit, outbox and the sender's status, one statement.
-- outcome: created, replayed, key_reused, not_a_partner. The answer is JSON text as first given.
create or replace function eb.referral_receipt(p_id uuid, p_received_on date, p_sender_ref text)
returns text language sql stable as $$
  select json_build_object('id', p_id, 'receipt_number', upper(right(replace(p_id::text, '-', ''), 10)),
    'state', 'submitted', 'received_on', p_received_on, 'sender_ref', p_sender_ref)::text;
$$;

-- What its sender said of a referral in a later one, kept where it is worked now: the program it was passed on to, if any.
create or replace function eb.add_to_referral(p_program uuid, p_id uuid, p_on date, p_purpose text, p_body jsonb)
returns void language plpgsql as $$
declare
  v_next uuid;
  v_now record;
begin
  perform eb.enter(p_program);
  select r.redirected_to_id into v_next from eb.referral r
   where r.tenant_id = p_program and r.id = p_id and r.state = 'redirected';
  if v_next is not null then
    perform eb.add_to_referral(v_next, p_id, p_on, p_purpose, p_body);
    return;
  end if;
  update eb.referral r
     set additions = r.additions || jsonb_build_array(jsonb_build_object('on', p_on, 'by', 'sender', 'submitted', p_body)),
         version = r.version + 1, updated_at = now(), updated_by = null
   where r.tenant_id = p_program and r.id = p_id and jsonb_array_length(r.additions) < 50
     and not r.additions @> jsonb_build_array(jsonb_build_object('submitted', p_body))
  returning r.version, r.state, r.student_id into v_now;
  if found then
    insert into eb.record_change (tenant_id, id, created_by, resource, record_id, student_id, version, act, from_state, to_state)
    values (p_program, eb.new_id(), null, 'referral', p_id, v_now.student_id, v_now.version, 'sent_again', v_now.state, v_now.state);
    insert into eb.outbox (tenant_id, id, created_by, topic, payload)
    values (p_program, eb.new_id(), null, 'referral.sent-again',
            json_build_object('referral_id', p_id, 'state', v_now.state, 'version', v_now.version));
    insert into eb.access_log (tenant_id, id, created_by, action, resource, purpose, student_id, detail)
    values (p_program, eb.new_id(), null, 'change', 'referral', p_purpose, v_now.student_id,
            jsonb_build_object('record_id', p_id, 'act', 'sent_again'));
  end if;
end $$;

create or replace function eb.receive_referral(
  p_tenant uuid, p_subject text, p_roles text[], p_purpose text,
  p_key text, p_fingerprint text, p_program uuid, p_id uuid, p_received_on date, p_ifsp_due_on date, p_body jsonb)
returns table (outcome text, answer text, location text) language plpgsql as $$
declare
  v_me uuid := eb.bind(p_tenant, p_subject, p_roles);
  v_from_outside boolean := p_program <> p_tenant;
  v_staff uuid := case when p_program = p_tenant then v_me end;
  v_old record;
  v_set text;  -- assigned: `perform` would be a query each time
begin
  outcome := 'created';
  location := '/v1/referrals/' || p_id;
  answer := eb.referral_receipt(p_id, p_received_on, p_body->>'sender_ref');
  insert into eb.idempotency_key (tenant_id, principal_id, key, fingerprint, status, body, headers)
  values (p_tenant, v_me, p_key, p_fingerprint, 201, answer, jsonb_build_object('location', location))
  on conflict do nothing;
  if not found then
    select k.fingerprint, k.body, k.headers->>'location' as location into v_old
      from eb.idempotency_key k where k.tenant_id = p_tenant and k.principal_id = v_me and k.key = p_key;
    if v_old.fingerprint <> p_fingerprint then
      return query select 'key_reused'::text, null::text, null::text;
      return;
    end if;
    perform pg_logical_emit_message(true, 'idempotency', p_key);
    return query select 'replayed'::text, v_old.body, v_old.location;
    return;
  end if;

  v_set := set_config('app.tenant_id', p_program::text, true);
  if v_from_outside and not exists (
    select from eb.partnership r where r.tenant_id = p_program and r.partner_id = p_tenant and r.is_active) then
    raise exception 'no partnership' using errcode = 'EB403';
  end if;
  insert into eb.referral (tenant_id, id, created_by, updated_by, state, received_on, ifsp_due_on, channel, urgency, sender_id, sender_ref,
                           child_first_name, child_last_name, born_on, submitted, may_report_back, possible_duplicates)
  values (p_program, p_id, v_staff, v_staff,
          'submitted', p_received_on, p_ifsp_due_on, coalesce(p_body->>'channel', 'api'), p_body->>'urgency',
          case when v_from_outside then p_tenant end, p_body->>'sender_ref',
          p_body#>>'{child,first_name}', p_body#>>'{child,last_name}', (p_body#>>'{child,born_on}')::date, p_body,
          coalesce((p_body#>>'{consent,report_back}')::boolean, false), eb.alike_on_receipt(p_body->'child'))
  on conflict (tenant_id, sender_id, sender_ref) where sender_ref is not null do nothing;
  if not found then
    -- Sent before, under another key: the receipt is the first one's.
    select r.id, r.received_on, r.sender_ref, r.child_first_name, r.child_last_name, r.born_on, r.submitted into v_old
      from eb.referral r
     where r.tenant_id = p_program and r.sender_id = p_tenant and r.sender_ref = p_body->>'sender_ref';
    if (v_old.child_first_name, v_old.child_last_name, v_old.born_on) is distinct from
       (p_body#>>'{child,first_name}', p_body#>>'{child,last_name}', (p_body#>>'{child,born_on}')::date) then
      raise exception 'another child' using errcode = 'EB409';
    end if;
    -- What differs is kept beside it; the clock runs on from the first day.
    if v_old.submitted is distinct from p_body then
      perform eb.add_to_referral(p_program, v_old.id, p_received_on, p_purpose, p_body);
    end if;
    location := '/v1/referrals/' || v_old.id;
    answer := eb.referral_receipt(v_old.id, v_old.received_on, v_old.sender_ref);
    perform eb.enter(p_tenant);
    update eb.idempotency_key k
       set body = answer, headers = jsonb_build_object('location', location)
     where k.tenant_id = p_tenant and k.principal_id = v_me and k.key = p_key;
    return next;
    return;
  end if;
  insert into eb.outbox (tenant_id, id, topic, payload)
  values (p_program, eb.new_id(), 'referral.received', json_build_object('referral_id', p_id, 'state', 'submitted', 'version', 1, 'received_on', p_received_on));
  insert into eb.access_log (tenant_id, id, created_by, action, resource, purpose, detail)
  values (p_program, eb.new_id(), v_staff, 'create', 'referral', p_purpose, jsonb_build_object('referral_id', p_id));
  if v_from_outside then
    v_set := set_config('app.tenant_id', p_tenant::text, true);
    insert into eb.referral_status (tenant_id, id, program_id, sender_ref, state, received_on)
    values (p_tenant, p_id, p_program, p_body->>'sender_ref', 'submitted', p_received_on);
  end if;
  return next;
end $$;
