create or replace function dismiss_twin_event(p_event_id uuid, p_now timestamptz default now())
returns boolean
language sql
set search_path = pg_catalog, public
as $$
  with dismissed as (
    update twin_events set closed = 'expired' where id = p_event_id and closed = 'dead' returning id)
  select exists (select from dismissed)
$$;
comment on function dismiss_twin_event(uuid, timestamptz) is
  'A dead twin event is given up for good, as one that nobody took in time. False: it was not dead.';
