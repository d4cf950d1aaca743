create or replace function private.effect_match_community_requests(
  p_user_id uuid, p_conversation_id uuid, p_agent_type text, p_effect jsonb, p_now timestamptz)
returns void
language plpgsql
set search_path = pg_catalog, public
as $$
begin
  perform private.match_community_requests(p_user_id, p_now);
end $$;
comment on function private.effect_match_community_requests(uuid, uuid, text, jsonb, timestamptz) is
  'Routes again what nobody could be asked, now that they may know.';
