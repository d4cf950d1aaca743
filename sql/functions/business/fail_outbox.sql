create or replace function fail_outbox(
  p_seqs bigint[], p_error text, p_rest_token uuid default null, p_now timestamptz default now())
returns integer
language plpgsql
set search_path = pg_catalog, public
as $$
declare
  v_attempts integer;
begin
  with failed as (
    update private.outbox set attempts = attempts + 1, last_error = left(p_error, 500)
    where seq = any (p_seqs) returning attempts)
  select coalesce(max(attempts), 0) into v_attempts from failed;
  if p_rest_token is not null then
    -- While nobody can be reached the lane stays leased, so that no poke tries in vain.
    update private.lanes
    set leased_until = p_now + least(private.backoff(v_attempts), interval '30 seconds')
    where queue = 'outbox' and lease_token = p_rest_token;
  end if;
  return v_attempts;
end $$;
comment on function fail_outbox(bigint[], text, uuid, timestamptz) is
  'The transport did not take these: they stay, with the error. p_rest_token: it cannot be reached at all, so its lane rests with backoff, 30 seconds at most. Returns the highest count of attempts.';
