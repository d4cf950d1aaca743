create or replace function private.events_dead(p_now timestamptz, p_most bigint)
returns table (id uuid, kind text, error text, seconds bigint)
language sql stable
set search_path = pg_catalog, public
as $$
  select event_id, event_type, error_message,
    extract(epoch from p_now - private.moment(created_at))::bigint
  from event_dead_letters order by created_at desc limit p_most
$$;
comment on function private.events_dead(timestamptz, bigint) is
  'What of events was given up, and the seconds since, latest first.';
