"""What the relay says to the database, as the role eb_relay: of every tenant, and of few tables."""

from app.relay.ladder import MOST_ATTEMPTS

# One relay at a time gives out positions: who waits for none sees all the smaller ones committed.
LOCK = "select pg_try_advisory_xact_lock(hashtext('earlybridge.relay'), $1)"

FAN_OUT = """
with due as (
  select tenant_id, id, topic from eb.outbox
   where done_at is null and dead_at is null and next_at <= now()
   order by next_at, id limit $1 for update skip locked),
placed as (
  select d.tenant_id, d.id, d.topic, d.type, case when d.type is not null then nextval('eb.outbox_position') end as position
    from (select due.*, k.type from due left join unnest($2::text[], $3::text[]) as k(topic, type) on k.topic = due.topic
           order by due.id) d),
told as (
  update eb.outbox o set done_at = now(), attempts = o.attempts + 1, type = p.type, position = p.position
    from placed p where o.tenant_id = p.tenant_id and o.id = p.id
  returning o.tenant_id, o.id, o.topic, o.type),
made as (
  insert into eb.webhook_delivery (tenant_id, id, created_by, endpoint_id, event_id)
  select t.tenant_id, eb.new_id(), null, e.id, t.id
    from told t join eb.webhook_endpoint e on e.tenant_id = t.tenant_id and e.is_enabled and t.type = any (e.types))
select tenant_id, id, topic from told
"""

# Each endpoint has room for so many at a time, so that a slow one takes no place of another.
CLAIM = """
with due as (
  select d.tenant_id, d.id
    from eb.webhook_endpoint e
    left join unnest($1::uuid[], $2::int[]) as known(endpoint_id, room) on known.endpoint_id = e.id
    cross join lateral (
      select w.tenant_id, w.id from eb.webhook_delivery w
       where w.tenant_id = e.tenant_id and w.endpoint_id = e.id
         and w.done_at is null and w.dead_at is null and w.next_at <= now()
       order by w.next_at limit coalesce(known.room, $3) for update skip locked) d
   where e.is_enabled
   order by random() limit $4)
update eb.webhook_delivery w
   set attempts = w.attempts + 1, last_at = now(), next_at = now() + make_interval(secs => $5)
  from due d
  join eb.webhook_delivery v on v.tenant_id = d.tenant_id and v.id = d.id
  join eb.webhook_endpoint e on e.tenant_id = v.tenant_id and e.id = v.endpoint_id
  join eb.outbox o on o.tenant_id = v.tenant_id and o.id = v.event_id
 where w.tenant_id = d.tenant_id and w.id = d.id
returning w.tenant_id, w.id, w.attempts, w.endpoint_id, w.event_id, e.url, e.sealed_secret,
          case when e.former_until > now() then e.former_secret end as former_secret,
          o.type, o.created_at, o.payload::text as payload
"""

# An attempt that was claimed anew meanwhile, or replayed, has another number: what came of this one is history.
NOTE = f"""
update eb.webhook_delivery w
   set last_status = r.status, last_error = r.error, last_ms = r.ms,
       done_at = case when r.error is null then now() end,
       dead_at = case when r.error is not null and (r.wait is null or w.attempts >= {MOST_ATTEMPTS}) then now() end,
       next_at = case when r.wait is null then w.next_at else now() + make_interval(secs => r.wait) end
  from unnest($1::uuid[], $2::uuid[], $3::int[], $4::int[], $5::text[], $6::float8[], $7::int[])
       as r(tenant_id, id, attempts, status, error, wait, ms)
 where w.tenant_id = r.tenant_id and w.id = r.id and w.attempts = r.attempts
"""  # noqa: S608 - a constant number

DISABLE = """
with gone as (
  update eb.webhook_endpoint e set is_enabled = false, disabled_reason = 'gone', version = e.version + 1,
         updated_at = now(), updated_by = null
   where e.is_enabled and (e.tenant_id, e.id) in (select * from unnest($1::uuid[], $2::uuid[]))
  returning e.tenant_id, e.id, e.version)
insert into eb.record_change (tenant_id, id, created_by, resource, record_id, version, act, changes)
select tenant_id, eb.new_id(), null, 'webhook-endpoint', id, version, 'switched_off',
       '{"is_enabled": {"from": true, "to": false}, "disabled_reason": {"from": null, "to": "gone"}}'
  from gone
"""
