-- A partner reports into a program's own tenant: the party stays the partner's, the id is nobody's.
create or replace function eb.enter_as_guest(p_program uuid)
returns void language sql as $$
  select set_config('app.tenant_id', p_program::text, true), set_config('app.principal_id', '', true);
$$;

create or replace function eb.go_home(p_tenant uuid, p_principal uuid)
returns void language sql as $$
  select set_config('app.tenant_id', p_tenant::text, true), set_config('app.principal_id', p_principal::text, true);
$$;

-- Packets in order of release, each pulled as eb.pull_packet pulls one. One row more than the limit, without
-- content, says that there is more.
create or replace function eb.pull_packets(
  p_tenant uuid, p_subject text, p_roles text[], p_purpose text, p_limit int, p_only_unpulled boolean,
  p_after_at timestamptz, p_after_id uuid)
returns table (id uuid, released_at timestamptz, content text) language plpgsql as $$
declare
  v_packet record;
  v_seen int := 0;
begin
  perform eb.bind(p_tenant, p_subject, p_roles);
  for v_packet in
    select k.id, k.released_at from eb.transition_packet k
     where k.tenant_id = p_tenant and k.withdrawn_at is null
       and (k.released_at, k.id) > (p_after_at, p_after_id)
       and (not p_only_unpulled or k.first_pulled_at is null)
     order by k.released_at, k.id limit p_limit + 1
  loop
    v_seen := v_seen + 1;
    id := v_packet.id;
    released_at := v_packet.released_at;
    content := null;
    if v_seen <= p_limit then
      select p.content into content from eb.pull_packet(p_tenant, p_subject, p_roles, p_purpose, v_packet.id) p;
    end if;
    return next;
  end loop;
end $$;
