-- Without SET the planner puts it into the query that calls it, which goes along the claims' index;
-- names are looked up once, here, as its body is BEGIN ATOMIC.
create or replace function private.events_due(p_by timestamptz, p_most bigint)
returns table (id uuid, kind text, since timestamptz)
language sql stable
begin atomic
  select oldest.* from unnest(array['conversation', 'background']) l
  cross join lateral (
    select id, event_type, available_at from events
    where lane = l and not processed and available_at <= coalesce(p_by, now())
    order by available_at, seq limit p_most) oldest;
end;
comment on function private.events_due(timestamptz, bigint) is
  'Events, the oldest of each lane: due by p_by (null: now), oldest first. A lease that has run out is due again.';
