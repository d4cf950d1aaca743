-- Without SET the planner puts it into the query that calls it, which goes along the claims' index;
-- names are looked up once, here, as its body is BEGIN ATOMIC.
create or replace function private.outbox_due(p_by timestamptz, p_most bigint)
returns table (id uuid, kind text, since timestamptz)
language sql stable
begin atomic
  -- Its one lane may rest while the transport is away: what waits for it is late all the same.
  select event_id, org_id::text, created_at from private.outbox
  where created_at <= coalesce(p_by, now())
  order by seq limit p_most;
end;
comment on function private.outbox_due(timestamptz, bigint) is
  'Business events that are to reach the stream: due by p_by (null: now), oldest first. A lease that has run out is due again.';
