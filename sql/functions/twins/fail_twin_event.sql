create or replace function fail_twin_event(
  p_event_id uuid, p_token uuid, p_error text, p_retryable boolean default true,
  p_max_attempts integer default 5, p_now timestamptz default now())
returns text
language plpgsql
set search_path = pg_catalog, public
as $$
declare
  v_closed text;
begin
  update twin_events e
  set closed = case when not p_retryable or e.attempts >= p_max_attempts then 'dead' end,
      available_at = p_now + private.backoff(e.attempts), lease_token = null, leased_until = null,
      last_error = p_error
  where e.id = p_event_id and e.lease_token = p_token and e.processed = false and e.closed is null
  returning e.closed into v_closed;
  if not found then
    return 'lost';
  end if;
  return coalesce(v_closed, 'retried');
end $$;
comment on function fail_twin_event(uuid, uuid, text, boolean, integer, timestamptz) is
  'Whoever had it failed: back to waiting with backoff, or dead. Returns retried, dead or lost.';
