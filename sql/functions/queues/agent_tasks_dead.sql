create or replace function private.agent_tasks_dead(p_now timestamptz, p_most bigint)
returns table (id uuid, kind text, error text, seconds bigint)
language sql stable
set search_path = pg_catalog, public
as $$
  -- The agent types there are, by hops along the index instead of a scan of the table.
  with recursive agents (agent_type) as (
    (select agent_type from agent_tasks order by agent_type limit 1)
    union all
    select (select t.agent_type from agent_tasks t
            where t.agent_type > a.agent_type order by t.agent_type limit 1)
    from agents a where a.agent_type is not null)
  select t.id, t.task_type, coalesce(t.error_log, t.last_error, ''),
    extract(epoch from p_now - private.moment(
      coalesce(t.last_attempted_at, t.scheduled_for)))::bigint
  from agents a cross join lateral (
    select * from agent_tasks t
    where t.agent_type = a.agent_type and t.status = 'failed'
      and t.scheduled_for > p_now - interval '8 days'
    order by t.scheduled_for desc limit p_most) t
  where coalesce(t.last_attempted_at, t.scheduled_for) > p_now - interval '7 days'
  order by 4 limit p_most
$$;
comment on function private.agent_tasks_dead(timestamptz, bigint) is
  'What of agent_tasks was given up of the last week, and the seconds since, latest first.';
