create or replace function private.effect_present_community_item(
  p_user_id uuid, p_conversation_id uuid, p_agent_type text, p_effect jsonb, p_now timestamptz)
returns void
language plpgsql
set search_path = pg_catalog, public
as $$
begin
  perform private.present_community_item(p_user_id, p_conversation_id, p_effect, p_now);
end $$;
comment on function private.effect_present_community_item(uuid, uuid, text, jsonb, timestamptz) is
  'Tells somebody of a question, or of an answer to theirs. YP002: it is over for them.';
