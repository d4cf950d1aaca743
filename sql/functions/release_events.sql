create or replace function release_events(p_event_ids uuid[], p_token uuid, p_now timestamptz default now())
returns integer
language plpgsql
set search_path = pg_catalog, public
as $$
declare
  v_count integer;
begin
  update events
  set lease_token = null, leased_until = null, available_at = p_now, attempts = greatest(attempts - 1, 0)
  where id = any (p_event_ids) and lease_token = p_token and not processed;
  get diagnostics v_count = row_count;
  return v_count;
end $$;
comment on function release_events(uuid[], uuid, timestamptz) is
  'Gives back what was claimed and not begun; it counts as no attempt.';
