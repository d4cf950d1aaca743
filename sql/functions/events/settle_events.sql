create or replace function settle_events(p_event_ids uuid[], p_token uuid, p_now timestamptz default now())
returns integer
language plpgsql
set search_path = pg_catalog, public
as $$
declare
  v_count integer;
begin
  update events set processed = true, processed_at = p_now
  where id = any (p_event_ids) and lease_token = p_token and not processed;
  get diagnostics v_count = row_count;
  return v_count;
end $$;
comment on function settle_events(uuid[], uuid, timestamptz) is
  'Marks events processed, in a batch; those whose lease was lost stay as they are. Returns how many were ours.';
