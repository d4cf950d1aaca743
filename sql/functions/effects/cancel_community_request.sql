create or replace function private.effect_cancel_community_request(
  p_user_id uuid, p_conversation_id uuid, p_agent_type text, p_effect jsonb, p_now timestamptz)
returns void
language plpgsql
set search_path = pg_catalog, public
as $$
begin
  perform private.cancel_community_request(p_user_id, (p_effect ->> 'request_id')::uuid, p_now);
end $$;
comment on function private.effect_cancel_community_request(uuid, uuid, text, jsonb, timestamptz) is
  'Takes a question of theirs back. YP002: not theirs, or over.';
