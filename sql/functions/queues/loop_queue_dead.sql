create or replace function private.loop_queue_dead(p_now timestamptz, p_most bigint)
returns table (id uuid, kind text, error text, seconds bigint)
language sql stable
set search_path = pg_catalog, public
as $$
  -- Never given up: these cannot be worked out, and keep the loops that they have.
  select entity_id, entity_type, last_error,
    extract(epoch from p_now - private.moment(least(changed_at, p_now)))::bigint
  from private.loop_queue where last_error is not null
  order by changed_at desc limit p_most
$$;
comment on function private.loop_queue_dead(timestamptz, bigint) is
  'What of private.loop_queue was given up, and the seconds since, latest first.';
