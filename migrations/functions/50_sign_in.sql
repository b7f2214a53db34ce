-- What the token endpoint needs to check a client's proof. No row for an unknown or withdrawn client.
create or replace function eb.client_credentials(p_tenant uuid, p_principal uuid)
returns table (subject text, roles text[], secret_sha256 text, public_keys text) language plpgsql as $$
begin
  perform eb.enter(p_tenant);
  return query
  select p.subject::text, p.roles, c.secret_sha256::text, c.public_keys::text
    from eb.principal p
    join eb.client_credential c on c.tenant_id = p.tenant_id and c.principal_id = p.id
   where p.tenant_id = p_tenant and p.id = p_principal and p.kind = 'system' and p.is_active;
end $$;

-- True the first time an assertion's id is seen; forgets those that have expired.
create or replace function eb.use_assertion(p_tenant uuid, p_principal uuid, p_jti text, p_expires_at timestamptz)
returns boolean language plpgsql as $$
begin
  perform eb.enter(p_tenant);
  delete from eb.client_assertion a where a.tenant_id = p_tenant and a.principal_id = p_principal and a.expires_at < now();
  insert into eb.client_assertion (tenant_id, principal_id, jti, expires_at)
  values (p_tenant, p_principal, p_jti, p_expires_at) on conflict do nothing;
  return found;
end $$;

-- Token bucket shared by all replicas. Returns 0 when the request may pass, else the seconds to wait.
create or replace function eb.take_turn(p_key text, p_burst float8, p_per_second float8)
returns int language plpgsql as $$
declare v_tokens float8;
begin
  insert into eb.rate_bucket as b (key, tokens, refilled_at) values (p_key, p_burst - 1, clock_timestamp())
  on conflict (key) do update
     set tokens = least(p_burst, b.tokens + extract(epoch from clock_timestamp() - b.refilled_at) * p_per_second) - 1,
         refilled_at = clock_timestamp()
   where least(p_burst, b.tokens + extract(epoch from clock_timestamp() - b.refilled_at) * p_per_second) >= 1
  returning b.tokens into v_tokens;
  if found then
    return 0;
  end if;
  return ceil(1 / p_per_second);
end $$;
