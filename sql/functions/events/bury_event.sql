create or replace function private.bury_event(p_event_id uuid, p_error text, p_now timestamptz)
returns void
language plpgsql
set search_path = pg_catalog, public
as $$
begin
  insert into event_dead_letters (event_id, event_type, payload, error_message, retry_count,
                                  original_created_at, created_at)
  select id, event_type, payload, p_error, attempts, created_at, p_now from events where id = p_event_id
  on conflict (event_id) do update
    set error_message = excluded.error_message, retry_count = excluded.retry_count,
        created_at = excluded.created_at;
  update events set processed = true, last_error = p_error where id = p_event_id;
end $$;
comment on function private.bury_event(uuid, text, timestamptz) is 'Gives an event up: into the dead letters, with the error.';
