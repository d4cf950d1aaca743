create or replace function claim_events(
  p_limit integer, p_token uuid, p_lease interval default '30 seconds',
  p_max_attempts integer default 5, p_now timestamptz default now())
returns table (id uuid, event_type text, aggregate_type text, aggregate_id uuid, payload jsonb, attempts integer, dead boolean)
language plpgsql
set search_path = pg_catalog, public
set plan_cache_mode = force_custom_plan
as $$
#variable_conflict use_column
declare
  v_key uuid;
  v_head events;
  v_taken integer := 0;
begin
  for v_key in
    select due.key from (
      select coalesce(e.aggregate_id, e.id) as key, e.available_at, e.seq from events e
      where e.lane = 'background' and not e.processed and e.available_at <= p_now
        -- Only a hint, so that what waits behind an unfinished one hides no other aggregate.
        and not exists (
          select from events older
          where coalesce(older.aggregate_id, older.id) = coalesce(e.aggregate_id, e.id)
            and older.lane = 'background' and not older.processed and older.seq < e.seq)
      order by e.available_at, e.seq limit p_limit * 4) due
    group by due.key order by min(due.available_at), min(due.seq)
  loop
    exit when v_taken >= p_limit;
    continue when not pg_try_advisory_xact_lock(hashtextextended('event:' || v_key, 0));
    select * into v_head from events e
    where coalesce(e.aggregate_id, e.id) = v_key and e.lane = 'background' and not e.processed
    order by e.seq limit 1;
    continue when not found or v_head.available_at > p_now;
    -- An older event may turn up late: one that runs holds it, one whose worker died lets go.
    continue when exists (
      select from events e
      where coalesce(e.aggregate_id, e.id) = v_key and e.lane = 'background' and not e.processed
        and e.leased_until > p_now);
    update events e set lease_token = null, leased_until = null
    where coalesce(e.aggregate_id, e.id) = v_key and e.lane = 'background' and not e.processed
      and e.lease_token is not null;
    if v_head.attempts >= p_max_attempts then
      perform private.bury_event(v_head.id, coalesce(v_head.last_error, 'the worker died'), p_now);
      return query select v_head.id, v_head.event_type::text, v_head.aggregate_type::text, v_head.aggregate_id,
                          v_head.payload, v_head.attempts, true;
      continue;
    end if;
    v_taken := v_taken + 1;
    return query
      update events e
      set lease_token = p_token, leased_until = p_now + p_lease, available_at = p_now + p_lease,
          attempts = e.attempts + 1
      where e.id = v_head.id
      returning e.id, e.event_type::text, e.aggregate_type::text, e.aggregate_id, e.payload, e.attempts, false;
  end loop;
end $$;
comment on function claim_events(integer, uuid, interval, integer, timestamptz) is
  'Leases the oldest unprocessed background event of each aggregate, if it is due: strictly in order within one, in parallel across them. dead: its worker died in its last attempt, so it was buried instead.';
