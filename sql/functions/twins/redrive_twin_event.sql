create or replace function redrive_twin_event(p_event_id uuid, p_now timestamptz default now())
returns boolean
language plpgsql
set search_path = pg_catalog, public
as $$
begin
  update twin_events
  set closed = null, attempts = 0, available_at = p_now
  where id = p_event_id and closed = 'dead';
  return found;
end $$;
comment on function redrive_twin_event(uuid, timestamptz) is
  'Puts a dead twin event back to be tried afresh, until it expires. False: it was not dead.';
