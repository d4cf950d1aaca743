create or replace function private.effect_resume_texts(
  p_user_id uuid, p_conversation_id uuid, p_agent_type text, p_effect jsonb, p_now timestamptz)
returns void
language plpgsql
set search_path = pg_catalog, public
as $$
begin
  update users
  set proactive_paused_until = null, reminders_paused = false, updated_at = p_now
  where id = p_user_id;
end $$;
comment on function private.effect_resume_texts(uuid, uuid, text, jsonb, timestamptz) is
  'Their pause is over.';
