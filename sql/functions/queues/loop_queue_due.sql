-- Without SET the planner puts it into the query that calls it, which goes along the claims' index;
-- names are looked up once, here, as its body is BEGIN ATOMIC.
create or replace function private.loop_queue_due(p_by timestamptz, p_most bigint)
returns table (id uuid, kind text, since timestamptz)
language sql stable
begin atomic
  select entity_id, entity_type, available_at from private.loop_queue
  where available_at <= coalesce(p_by, now())
  order by available_at limit p_most;
end;
comment on function private.loop_queue_due(timestamptz, bigint) is
  'Entities with new events, whose loops are to be worked out: due by p_by (null: now), oldest first. A lease that has run out is due again.';
