create or replace function private.effect_check_again(
  p_user_id uuid, p_conversation_id uuid, p_agent_type text, p_effect jsonb, p_now timestamptz)
returns void
language plpgsql
set search_path = pg_catalog, public
as $$
begin
  insert into agent_tasks (task_type, agent_type, user_id, context_id, context_type,
                           scheduled_for, priority, context_json, created_at, created_by)
  select 're_engagement_check', p_agent_type, p_user_id, p_conversation_id, 'conversation',
         (p_effect ->> 'at')::timestamptz, 'low', jsonb_build_object('conversation_id', p_conversation_id) || coalesce(p_effect -> 'context', '{}'), p_now,
         p_agent_type || '_agent'
  where not exists (
    select from agent_tasks
    where user_id = p_user_id and task_type = 're_engagement_check' and status = 'pending');
end $$;
comment on function private.effect_check_again(uuid, uuid, text, jsonb, timestamptz) is
  'Looks once more, at a later moment, whether they may be re-engaged; a look that is to come already is enough.';
