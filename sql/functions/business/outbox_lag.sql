create or replace function outbox_lag(p_now timestamptz default now())
returns table (waiting bigint, oldest_at timestamptz, lag interval, attempts integer, last_error text)
language plpgsql stable
set search_path = pg_catalog, public
as $$
#variable_conflict use_column
begin
  return query
    select (select count(*) from private.outbox), private.moment(o.created_at),
           case when o.seq is not null then greatest(p_now - private.moment(o.created_at), interval '0') end,
           coalesce(o.attempts, 0), o.last_error
    from (select) one left join lateral (select * from private.outbox order by seq limit 1) o on true;
end $$;
comment on function outbox_lag(timestamptz) is
  'How far the transport is behind: events that wait, since when the oldest does, how often it was tried, and the last error. Always one row.';
