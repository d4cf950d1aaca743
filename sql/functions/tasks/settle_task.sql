create or replace function settle_task(
  p_task_id uuid, p_token uuid, p_attempt integer, p_done jsonb, p_now timestamptz default now())
returns void
language plpgsql
set search_path = pg_catalog, public
as $$
declare
  v_task agent_tasks;
  v_conversation_id uuid;
  v_effect jsonb;
begin
  -- The person first, as in a turn; then the task, which fences everything below.
  perform 1 from users where id = (select user_id from agent_tasks where id = p_task_id) for no key update;
  select * into v_task from agent_tasks
  where id = p_task_id and status = 'processing' and lease_token = p_token and attempts = p_attempt for update;
  if not found then
    raise exception 'task % belongs to another worker now', p_task_id using errcode = 'YP001';
  end if;
  select id into v_conversation_id from conversations
  where user_id = v_task.user_id and status in ('active', 'paused') order by created_at desc limit 1;
  for v_effect in select * from jsonb_array_elements(p_done -> 'effects') loop
    perform private.apply_effect(v_task.user_id, v_conversation_id, v_task.agent_type, v_effect, p_now);
  end loop;
  if jsonb_array_length(p_done -> 'log') > 0 then
    perform private.log_actions(
      v_task.agent_type, p_done ->> 'prompt_version', v_task.user_id, v_conversation_id, p_done -> 'log', p_now);
  end if;
  update agent_tasks
  set status = 'completed', completed_at = p_now, result_json = p_done -> 'result',
      lease_token = null, leased_until = null
  where id = p_task_id;
end $$;
comment on function settle_task(uuid, uuid, integer, jsonb, timestamptz) is
  'Finishes a task together with everything it changes, or nothing of it. YP001: the lease is lost. YP002: an effect no longer applies.';
