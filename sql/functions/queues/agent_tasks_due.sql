-- Without SET the planner puts it into the query that calls it, which goes along the claims' index;
-- names are looked up once, here, as its body is BEGIN ATOMIC.
create or replace function private.agent_tasks_due(p_by timestamptz, p_most bigint)
returns table (id uuid, kind text, since timestamptz)
language sql stable
begin atomic
  select oldest.* from generate_series(1, 4) rank
  cross join lateral (
    select id, task_type, greatest(scheduled_for, available_at) from agent_tasks
    where status in ('pending', 'processing') and private.priority_rank(priority) = rank
      and greatest(scheduled_for, available_at) <= coalesce(p_by, now())
    order by private.priority_rank(priority), greatest(scheduled_for, available_at), seq
    limit p_most) oldest;
end;
comment on function private.agent_tasks_due(timestamptz, bigint) is
  'Tasks, the oldest of each priority: due by p_by (null: now), oldest first. A lease that has run out is due again.';
