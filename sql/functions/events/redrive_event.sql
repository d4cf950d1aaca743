create or replace function redrive_event(p_event_id uuid, p_now timestamptz default now())
returns boolean
language plpgsql
set search_path = pg_catalog, public
as $$
begin
  delete from event_dead_letters where event_id = p_event_id;
  if not found then
    return false;
  end if;
  update events
  set processed = false, processed_at = null, attempts = 0, lease_token = null, leased_until = null,
      available_at = p_now
  where id = p_event_id;
  return true;
end $$;
comment on function redrive_event(uuid, timestamptz) is 'Puts a dead event back to be tried afresh. False: it was not dead.';
