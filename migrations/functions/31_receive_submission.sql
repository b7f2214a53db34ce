-- A referral by the public form: nobody is signed in, nothing but a receipt number goes back.
-- outcome: created, replayed, key_reused; EB404 for an attachment that is not there. Keys of the form belong to the program and to no principal.
create or replace function eb.receive_submission(
  p_program uuid, p_key text, p_fingerprint text, p_id uuid, p_received_on date, p_ifsp_due_on date, p_body jsonb)
returns table (outcome text, receipt_number text) language plpgsql as $$
declare
  v_nobody constant uuid := '00000000-0000-0000-0000-000000000000';
  v_old record;
  v_sent record;
  v_file record;
begin
  perform eb.enter(p_program), set_config('app.party', 'public form', true);
  outcome := 'created';
  receipt_number := eb.referral_receipt(p_id, p_received_on, null)::json->>'receipt_number';
  insert into eb.idempotency_key (tenant_id, principal_id, key, fingerprint, status, body, headers)
  values (p_program, v_nobody, p_key, p_fingerprint, 201, receipt_number, '{}')
  on conflict do nothing;
  if not found then
    select k.fingerprint, k.body into v_old
      from eb.idempotency_key k where k.tenant_id = p_program and k.principal_id = v_nobody and k.key = p_key;
    if v_old.fingerprint <> p_fingerprint then
      return query select 'key_reused'::text, null::text;
      return;
    end if;
    perform pg_logical_emit_message(true, 'idempotency', p_key);
    return query select 'replayed'::text, v_old.body;
    return;
  end if;
  insert into eb.referral (tenant_id, id, created_by, updated_by, state, received_on, ifsp_due_on, channel, urgency,
                           child_first_name, child_last_name, born_on, submitted, may_report_back, possible_duplicates)
  values (p_program, p_id, null, null, 'submitted', p_received_on, p_ifsp_due_on, 'public_form', p_body->>'urgency',
          p_body#>>'{child,first_name}', p_body#>>'{child,last_name}', (p_body#>>'{child,born_on}')::date, p_body - 'attachments', false, eb.alike_on_receipt(p_body->'child'));
  -- Each token is that of one upload by nobody, and is used up; one that is not there takes everything back.
  for v_sent in select value as told from jsonb_array_elements(coalesce(p_body->'attachments', '[]')) loop
    delete from eb.upload u using eb.stored_file f
     where u.tenant_id = p_program and u.created_by is null and u.client_key = v_sent.told->>'token'
       and u.created_at > now() - interval '24 hours'
       and f.tenant_id = p_program and f.id = u.stored_file_id and f.scan_state <> 'refused'
    returning f.id, f.media_type into v_file;
    if not found then
      raise exception 'no such attachment' using errcode = 'EB404';
    end if;
    insert into eb.referral_attachment (tenant_id, id, created_by, referral_id, stored_file_id, file_name, title, kind, part)
    values (p_program, eb.new_id(), null, p_id, v_file.id,
            'attachment.' || case v_file.media_type when 'application/pdf' then 'pdf' else split_part(v_file.media_type, '/', 2) end,
            v_sent.told->>'title', 'referral', 'medical');
  end loop;
  insert into eb.outbox (tenant_id, id, created_by, topic, payload)
  values (p_program, eb.new_id(), null, 'referral.received',
          json_build_object('referral_id', p_id, 'state', 'submitted', 'version', 1, 'received_on', p_received_on));
  insert into eb.access_log (tenant_id, id, created_by, action, resource, purpose, detail)
  values (p_program, eb.new_id(), null, 'create', 'referral', 'referral', jsonb_build_object('referral_id', p_id));
  return next;
end $$;
