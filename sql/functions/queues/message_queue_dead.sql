create or replace function private.message_queue_dead(p_now timestamptz, p_most bigint)
returns table (id uuid, kind text, error text, seconds bigint)
language sql stable
set search_path = pg_catalog, public
as $$
  select id, agent_id, last_error,
    extract(epoch from p_now - private.moment((trace -> -1 ->> 'at')::timestamptz))::bigint
  from message_queue
  where status = 'cancelled' and last_error is not null
    and (trace -> -1 ->> 'at')::timestamptz > p_now - interval '7 days'
  order by 4 limit p_most
$$;
comment on function private.message_queue_dead(timestamptz, bigint) is
  'What of message_queue was given up of the last week, by the agent that had asked, and the seconds since, latest first.';
