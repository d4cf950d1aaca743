create or replace function release_events(p_ids uuid[], p_token uuid, p_now timestamptz default now())
returns integer
language plpgsql
set search_path = pg_catalog, public
as $$
declare
  v_count integer;
begin
  update events
  set attempts = attempts - 1, available_at = p_now, lease_token = null, leased_until = null
  where id = any (p_ids) and lease_token = p_token and not processed;
  get diagnostics v_count = row_count;
  return v_count;
end $$;
comment on function release_events(uuid[], uuid, timestamptz) is
  'Gives back background events that were claimed and not begun; the attempt does not count. Returns how many were ours.';
