create or replace function private.effect_publish_community_request(
  p_user_id uuid, p_conversation_id uuid, p_agent_type text, p_effect jsonb, p_now timestamptz)
returns void
language plpgsql
set search_path = pg_catalog, public
as $$
begin
  perform private.publish_community_request(p_user_id, p_agent_type, p_effect, p_now);
end $$;
comment on function private.effect_publish_community_request(uuid, uuid, text, jsonb, timestamptz) is
  'Puts a question to the community, or attaches them to the same one. YP002: they have asked too much.';
