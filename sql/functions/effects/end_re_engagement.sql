create or replace function private.effect_end_re_engagement(
  p_user_id uuid, p_conversation_id uuid, p_agent_type text, p_effect jsonb, p_now timestamptz)
returns void
language plpgsql
set search_path = pg_catalog, public
as $$
begin
  perform private.supersede_re_engagement(p_user_id, 'nothing to come back to', p_now);
  update agent_tasks set status = 'cancelled', completed_at = p_now
  where user_id = p_user_id and task_type = 're_engagement_check' and status = 'pending';
end $$;
comment on function private.effect_end_re_engagement(uuid, uuid, text, jsonb, timestamptz) is
  'Calls off what waits to bring them back: the check, and the message.';
