create or replace function process_tasks_batch()
returns integer
language plpgsql
set search_path = pg_catalog, public
as $$
declare
  v_due integer;
begin
  select count(*) into v_due from (
    select from agent_tasks where status = 'pending' and scheduled_for <= now() limit 1000) due;
  if v_due > 0 then
    perform private.poke('task_processor', '{}');
  end if;
  return v_due;
end $$;
comment on function process_tasks_batch() is 'Pokes task_processor when a task is due; returns how many are, 1000 at most.';
