create or replace function fail_event(
  p_event_id uuid, p_token uuid, p_attempt integer, p_error text, p_retryable boolean default true,
  p_max_attempts integer default 5, p_now timestamptz default now())
returns text
language plpgsql
set search_path = pg_catalog, public
as $$
begin
  perform 1 from events
  where id = p_event_id and lease_token = p_token and attempts = p_attempt and not processed for update;
  if not found then
    return 'lost';
  end if;
  if not p_retryable or p_attempt >= p_max_attempts then
    perform private.bury_event(p_event_id, p_error, p_now);
    return 'dead';
  end if;
  update events
  set lease_token = null, leased_until = null, last_error = p_error,
      available_at = p_now + private.backoff(p_attempt)
  where id = p_event_id;
  return 'retried';
end $$;
comment on function fail_event(uuid, uuid, integer, text, boolean, integer, timestamptz) is
  'A handler failed: back to waiting with backoff, or into the dead letters. Returns retried, dead or lost.';
