create or replace function claim_outbox(
  p_limit integer, p_token uuid, p_lease interval default '30 seconds', p_without uuid[] default '{}',
  p_now timestamptz default now())
returns table (seq bigint, id text, org_id uuid, event_type text, occurred_at text, actor_id text,
  actor_type text, primary_entity_id text, primary_entity_type text, payload text, created_at text)
language plpgsql
set search_path = pg_catalog, public
set plan_cache_mode = force_custom_plan
as $$
#variable_conflict use_column
declare
  v_bytes constant integer := 4000000;
  v_iso constant text := 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"';
begin
  -- A crash may forget the lease: it ends soon anyway.
  perform set_config('synchronous_commit', 'off', true);
  update private.lanes set leased_until = p_now + p_lease
  where queue = 'outbox' and lease_token = p_token and leased_until > p_now;
  if not found then
    return;
  end if;
  -- From the front every time: a place below the last one may belong to a transaction that commits
  -- only now, and the next event of its entity comes after it.
  return query
    select b.seq, b.id::text, b.org_id, b.event_type::text, b.occurred, b.actor_id::text,
           b.actor_type::text, b.primary_entity_id::text, b.primary_entity_type::text, b.body, b.recorded
    from (
      select o.seq, e.*, sum(octet_length(e.body)) over (order by o.seq) - octet_length(e.body) as before
      from (select w.seq, w.event_id from private.outbox w where w.org_id <> all (p_without)
            order by w.seq limit p_limit) o
      -- One by one by their ids, however many events there are.
      cross join lateral (
        select s.*, s.payload::text as body, to_char(s.occurred_at at time zone 'UTC', v_iso) as occurred,
               to_char(s.created_at at time zone 'UTC', v_iso) as recorded
        from system_events s where s.id = o.event_id offset 0) e) b
    where b.before < v_bytes
    order by b.seq;
end $$;
comment on function claim_outbox(integer, uuid, interval, uuid[], timestamptz) is
  'The next events for the transport, oldest first, for whoever has the lane outbox, whose lease begins anew; nothing for others. At most 4 MB of payload, but always one event. p_without: organisations whose stream refuses entries now.';
