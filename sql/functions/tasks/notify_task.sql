create or replace function notify_task()
returns trigger
language plpgsql security definer
set search_path = ''
as $$
declare
  v_ids jsonb;
begin
  select jsonb_agg(id) into v_ids
  from (select id from inserted where status = 'pending' and scheduled_for <= now() limit 100) due;
  if v_ids is not null then
    perform private.poke('task_processor', jsonb_build_object('task_ids', v_ids));
  end if;
  return null;
end $$;
comment on function notify_task() is 'Pokes task_processor with the ids of what is due now; the sweep comes for what is due later.';

create or replace trigger on_task_created after insert on agent_tasks
referencing new table as inserted
for each statement execute function notify_task();
