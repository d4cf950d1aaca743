create or replace function fail_turn(
  p_user_id uuid, p_token uuid, p_error text, p_max_attempts integer default 5,
  p_apology text default null, p_now timestamptz default now())
returns text
language plpgsql
set search_path = pg_catalog, public
as $$
declare
  v_attempts integer;
  v_dead uuid[];
begin
  perform 1 from users where id = p_user_id for no key update;
  select max(attempts), array_agg(id) filter (where attempts >= p_max_attempts)
  into v_attempts, v_dead from events
  where aggregate_id = p_user_id and lane = 'conversation' and not processed and lease_token = p_token;
  if v_attempts is null then
    return 'lost';
  end if;
  if v_dead is not null then
    perform private.bury_turn(p_user_id, v_dead, p_error, p_apology, p_now);
  end if;
  -- What came later and was taken along has attempts of its own.
  update events
  set lease_token = null, leased_until = null, last_error = p_error,
      available_at = p_now + private.backoff(attempts)
  where aggregate_id = p_user_id and lane = 'conversation' and not processed and lease_token = p_token;
  return case when v_dead is null then 'retried' else 'dead' end;
end $$;
comment on function fail_turn(uuid, uuid, text, integer, text, timestamptz) is
  'The agent failed: back to waiting with backoff, or dead after the last attempt. Returns retried, dead or lost.';
