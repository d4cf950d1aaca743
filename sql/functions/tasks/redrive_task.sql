create or replace function redrive_task(p_task_id uuid, p_now timestamptz default now())
returns boolean
language plpgsql
set search_path = pg_catalog, public
as $$
begin
  update agent_tasks
  set status = 'pending', attempts = 0, retry_count = 0, completed_at = null, available_at = p_now
  where id = p_task_id and status = 'failed';
  if not found then
    return false;
  end if;
  perform private.poke('task_processor', jsonb_build_object('task_ids', jsonb_build_array(p_task_id)));
  return true;
end $$;
comment on function redrive_task(uuid, timestamptz) is
  'Puts a dead task back, with all its attempts. False: it is not dead, or there is none.';
