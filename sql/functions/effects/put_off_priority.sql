create or replace function private.effect_put_off_priority(
  p_user_id uuid, p_conversation_id uuid, p_agent_type text, p_effect jsonb, p_now timestamptz)
returns void
language plpgsql
set search_path = pg_catalog, public
as $$
declare
  v_id uuid := (p_effect ->> 'id')::uuid;
  v_at timestamptz := (p_effect ->> 'at')::timestamptz;
begin
  update user_priorities set status = 'presented', spoken_of_at = p_now, put_off_until = v_at
  where id = v_id and user_id = p_user_id and status in ('active', 'presented', 'dormant')
    and (expires_at is null or expires_at > v_at);
  if not found then
    raise exception 'nothing is open until then as %', v_id using errcode = 'YP002';
  end if;
  update agent_tasks
  set status = 'cancelled', completed_at = p_now, result_json = '{"cancelled": "put off to another moment"}'
  where user_id = p_user_id and task_type = 'notify_user_of_priorities' and status = 'pending'
    and context_json ->> 'priority_id' = v_id::text;
  insert into agent_tasks (task_type, agent_type, user_id, context_id, context_type, scheduled_for, priority,
                           context_json, created_at, created_by)
  values ('notify_user_of_priorities', p_agent_type, p_user_id, v_id, 'user_priority', v_at, 'medium',
          jsonb_build_object('priority_id', v_id), p_now, p_agent_type || '_agent');
end $$;
comment on function private.effect_put_off_priority(uuid, uuid, text, jsonb, timestamptz) is
  'They said "later": not brought up before a moment, and then by the task notify_user_of_priorities. YP002: it is not theirs, or is over by then.';
