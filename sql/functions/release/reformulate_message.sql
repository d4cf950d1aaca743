create or replace function private.reformulate_message(p_queue_id uuid, p_reason text, p_now timestamptz)
returns void
language sql
set search_path = pg_catalog, public
as $$
  insert into agent_tasks (task_type, agent_type, user_id, context_id, context_type, scheduled_for,
                           priority, context_json, created_at, created_by)
  select 'reformulate_message', coalesce(nullif(split_part(agent_id, '_', 1), ''), 'concierge'), user_id,
         id, 'message_queue', p_now, priority,
         jsonb_build_object('queue_id', id, 'reason', p_reason), p_now, 'message_orchestrator'
  from message_queue where id = p_queue_id
$$;
comment on function private.reformulate_message(uuid, text, timestamptz) is
  'Asks the agent of a stale message for new words: the task reformulate_message.';
