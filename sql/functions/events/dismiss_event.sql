create or replace function dismiss_event(p_event_id uuid, p_now timestamptz default now())
returns boolean
language sql
set search_path = pg_catalog, public
as $$
  with dismissed as (delete from event_dead_letters where event_id = p_event_id returning id)
  select exists (select from dismissed)
$$;
comment on function dismiss_event(uuid, timestamptz) is
  'A dead event is left unhandled; it stays in the log with its error. False: it was not dead.';
