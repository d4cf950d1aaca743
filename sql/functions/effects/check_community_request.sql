create or replace function private.effect_check_community_request(
  p_user_id uuid, p_conversation_id uuid, p_agent_type text, p_effect jsonb, p_now timestamptz)
returns void
language plpgsql
set search_path = pg_catalog, public
as $$
begin
  perform private.check_community_request((p_effect ->> 'request_id')::uuid, (p_effect ->> 'at')::timestamptz, p_now);
end $$;
comment on function private.effect_check_community_request(uuid, uuid, text, jsonb, timestamptz) is
  'Looks after an open question again at a moment.';
