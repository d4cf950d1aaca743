-- Without SET the planner puts it into the query that calls it, which goes along the claims' index;
-- names are looked up once, here, as its body is BEGIN ATOMIC.
create or replace function private.twin_events_due(p_by timestamptz, p_most bigint)
returns table (id uuid, kind text, since timestamptz)
language sql stable
begin atomic
  select oldest.* from (
    select people.* from generate_series(1, 4) rank
    cross join lateral (
      select id, event_type, available_at from twin_events
      where processed = false and closed is null and private.is_for_people(event_type)
        and private.priority_rank(priority) = rank and available_at <= coalesce(p_by, now())
      order by private.priority_rank(priority), created_at, seq limit p_most) people
    union all (
      select id, event_type, greatest(expires_at, available_at) from twin_events
      where processed = false and closed is null and expires_at <= coalesce(p_by, now())
        and available_at <= coalesce(p_by, now())
      order by expires_at limit p_most)) oldest;
end;
comment on function private.twin_events_due(timestamptz, bigint) is
  'What people are to be told, the oldest of each priority, and what has to be given up: due by p_by (null: now), oldest first. A lease that has run out is due again.';
