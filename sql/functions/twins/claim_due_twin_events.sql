create or replace function claim_due_twin_events(
  p_limit integer, p_token uuid, p_lease interval default '30 seconds',
  p_max_attempts integer default 5, p_now timestamptz default now())
returns setof jsonb
language plpgsql
set search_path = pg_catalog, public
set plan_cache_mode = force_custom_plan
as $$
begin
  return query select private.lease_twin_events(array(
    select e.id from twin_events e
    where e.processed = false and e.closed is null and private.is_for_people(e.event_type)
      and e.available_at <= p_now and (e.expires_at is null or e.expires_at > p_now)
    order by private.priority_rank(e.priority), e.created_at, e.seq limit p_limit
    for update skip locked),
    p_token, p_lease, p_max_attempts, p_now);
end $$;
comment on function claim_due_twin_events(integer, uuid, interval, integer, timestamptz) is
  'Leases what people are to be told in all organisations, for event_processor: by priority, then age; nothing expired. The other types are left to the twins.';
