-- Without SET the planner puts it into the query that calls it, which goes along the claims' index;
-- names are looked up once, here, as its body is BEGIN ATOMIC.
create or replace function private.message_queue_due(p_by timestamptz, p_most bigint)
returns table (id uuid, kind text, since timestamptz)
language sql stable
begin atomic
  -- What quiet hours or the budget hold back has a later moment, so none of it is here.
  select id, priority, greatest(scheduled_for, available_at) from message_queue
  where status in ('queued', 'approved')
    and scheduled_for <= coalesce(p_by, now())
    and (available_at is null or available_at <= coalesce(p_by, now()))
  order by scheduled_for limit p_most;
end;
comment on function private.message_queue_due(timestamptz, bigint) is
  'Proactive messages to be decided over: due by p_by (null: now), oldest first. A lease that has run out is due again.';
