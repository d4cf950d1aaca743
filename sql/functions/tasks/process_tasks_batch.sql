create or replace function process_tasks_batch()
returns integer
language plpgsql
set search_path = pg_catalog, public
as $$
declare
  v_due integer;
begin
  -- As claim_tasks looks: what a processor left behind when it died is due when its lease ends.
  select count(*) into v_due from (
    select from generate_series(1, 4) rank
    cross join lateral (
      select from agent_tasks t
      where t.status in ('pending', 'processing') and private.priority_rank(t.priority) = rank
        and greatest(t.scheduled_for, t.available_at) <= now() limit 1000) each
    limit 1000) due;
  if v_due > 0 then
    perform private.poke('task_processor', '{}');
  end if;
  return v_due;
end $$;
comment on function process_tasks_batch() is
  'Pokes task_processor when a task is due, or its worker has died; returns how many are, 1000 at most.';
