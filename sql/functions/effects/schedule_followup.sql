create or replace function private.effect_schedule_followup(
  p_user_id uuid, p_conversation_id uuid, p_agent_type text, p_effect jsonb, p_now timestamptz)
returns void
language plpgsql
set search_path = pg_catalog, public
as $$
begin
  insert into agent_tasks (id, task_type, agent_type, user_id, context_id, context_type,
                           scheduled_for, priority, context_json, created_at, created_by)
  values (coalesce((p_effect ->> 'id')::uuid, gen_random_uuid()), 'schedule_followup', p_agent_type, p_user_id,
          p_conversation_id, 'conversation', (p_effect ->> 'at')::timestamptz, 'medium',
          jsonb_build_object('conversation_id', p_conversation_id, 'note', p_effect ->> 'note')
            || case when p_effect #>> '{recurrence,rule}' is null then '{}' else jsonb_build_object(
              'recurrence', p_effect #> '{recurrence,rule}', 'first', p_effect #> '{recurrence,first}',
              'timezone', p_effect #> '{recurrence,timezone}') end,
          p_now, p_agent_type || '_agent');
end $$;
comment on function private.effect_schedule_followup(uuid, uuid, text, jsonb, timestamptz) is
  'Creates the task that comes back to them; with a recurrence, its next occurrence.';
