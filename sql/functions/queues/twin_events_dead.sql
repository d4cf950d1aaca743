create or replace function private.twin_events_dead(p_now timestamptz, p_most bigint)
returns table (id uuid, kind text, error text, seconds bigint)
language sql stable
set search_path = pg_catalog, public
as $$
  select id, event_type, coalesce(last_error, ''),
    extract(epoch from p_now - private.moment(least(available_at, p_now)))::bigint
  from twin_events where closed = 'dead' order by created_at desc limit p_most
$$;
comment on function private.twin_events_dead(timestamptz, bigint) is
  'What of twin_events was given up, and the seconds since, latest first.';
