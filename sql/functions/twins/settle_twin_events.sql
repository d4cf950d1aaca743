create or replace function settle_twin_events(
  p_event_ids uuid[], p_token uuid, p_processed_by uuid default null, p_now timestamptz default now())
returns integer
language plpgsql
set search_path = pg_catalog, public
as $$
declare
  v_count integer;
begin
  update twin_events e
  set processed = true, processed_at = p_now, processed_by = p_processed_by, lease_token = null,
      leased_until = null, last_error = null
  where e.id = any (p_event_ids) and e.lease_token = p_token and e.processed = false and e.closed is null
    -- Whoever acted is of the event's organisation, and not its source.
    and (p_processed_by is null or e.source_user_id <> p_processed_by and exists (
      select from user_profiles p where p.id = p_processed_by and p.org_id = e.org_id));
  get diagnostics v_count = row_count;
  return v_count;
end $$;
comment on function settle_twin_events(uuid[], uuid, uuid, timestamptz) is
  'Marks twin events processed, by the profile that acted or, null, by the system; those whose lease was lost stay as they are. Returns how many were ours.';
