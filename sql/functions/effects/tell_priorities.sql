create or replace function private.effect_tell_priorities(
  p_user_id uuid, p_conversation_id uuid, p_agent_type text, p_effect jsonb, p_now timestamptz)
returns void
language plpgsql
set search_path = pg_catalog, public
as $$
declare
  v_at timestamptz := (p_effect ->> 'at')::timestamptz;
begin
  update agent_tasks
  set scheduled_for = least(scheduled_for, v_at),
      priority = case when v_at < scheduled_for then p_effect ->> 'priority' else priority end
  where user_id = p_user_id and task_type = 'notify_user_of_priorities' and status = 'pending'
    and context_json ->> 'priority_id' is null;
  if not found then
    insert into agent_tasks (task_type, agent_type, user_id, scheduled_for, priority, context_json, created_at, created_by)
    select 'notify_user_of_priorities', u.poc_agent_type, u.id, v_at, p_effect ->> 'priority', '{}', p_now, 'account_manager'
    from users u where u.id = p_user_id;
  end if;
end $$;
comment on function private.effect_tell_priorities(uuid, uuid, text, jsonb, timestamptz) is
  'Creates the task notify_user_of_priorities for a moment; one that waits already is moved, if this is earlier.';
