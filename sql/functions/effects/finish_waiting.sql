create or replace function private.effect_finish_waiting(
  p_user_id uuid, p_conversation_id uuid, p_agent_type text, p_effect jsonb, p_now timestamptz)
returns void
language plpgsql
set search_path = pg_catalog, public
as $$
begin
  perform private.finish_waiting(p_user_id, p_effect, p_now);
end $$;
comment on function private.effect_finish_waiting(uuid, uuid, text, jsonb, timestamptz) is
  'The search waits for no more answers. YP002: it does, or it is at another step.';
