create or replace function expire_twin_events(p_limit integer default 1000, p_now timestamptz default now())
returns integer
language plpgsql
set search_path = pg_catalog, public
as $$
declare
  v_count integer;
begin
  update twin_events set closed = 'expired', lease_token = null, leased_until = null
  where id in (
    select e.id from twin_events e
    where e.processed = false and e.closed is null and e.expires_at <= p_now
      -- Whoever has claimed one in time may finish it.
      and e.available_at <= p_now
    order by e.expires_at limit p_limit for update skip locked);
  get diagnostics v_count = row_count;
  return v_count;
end $$;
comment on function expire_twin_events(integer, timestamptz) is
  'Takes what nobody processed in time out of the queue. A claim passes it by anyway; so it no longer costs it anything.';
