create or replace function get_pending_tasks_count()
returns table (priority text, count bigint, oldest_scheduled_for timestamptz)
language sql stable
set search_path = pg_catalog, public
as $$
  select t.priority, count(*), min(t.scheduled_for) from agent_tasks t
  where t.status = 'pending' and t.scheduled_for <= now()
  group by t.priority order by private.priority_rank(t.priority)
$$;
comment on function get_pending_tasks_count() is 'Due tasks by priority, most urgent first, with the oldest due time.';
