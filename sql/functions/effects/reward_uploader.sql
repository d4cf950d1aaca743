create or replace function private.effect_reward_uploader(
  p_user_id uuid, p_conversation_id uuid, p_agent_type text, p_effect jsonb, p_now timestamptz)
returns void
language plpgsql
set search_path = pg_catalog, public
as $$
begin
  perform private.reward_uploader((p_effect ->> 'prospect_id')::uuid, p_now);
end $$;
comment on function private.effect_reward_uploader(uuid, uuid, text, jsonb, timestamptz) is
  'Credits and a connection request for whoever uploaded a prospect who joined.';
