create or replace function erase_events(p_ids uuid[], p_now timestamptz default now())
returns integer
language plpgsql security definer
set search_path = pg_catalog, public, pg_temp
as $$
declare
  v_erased integer;
begin
  perform private.open_guard('erasure');
  -- Nothing is left to be worked off, so what still waits is finished.
  update events set payload = private.tombstone(p_now), metadata = null, last_error = null, processed = true
  where id = any (p_ids) and not private.is_tombstone(payload);
  get diagnostics v_erased = row_count;
  perform private.close_guard();
  update event_dead_letters set payload = private.tombstone(p_now), error_message = 'erased'
  where event_id = any (p_ids) and not private.is_tombstone(payload);
  return v_erased;
end $$;
comment on function erase_events(uuid[], timestamptz) is
  'Erasure: these events'' payloads become {"erased": true, "erased_at": ...}, in the dead letters too, and their metadata goes; all other facts stay. Returns how many were erased now.';
