create or replace function private.effect_close_community_request(
  p_user_id uuid, p_conversation_id uuid, p_agent_type text, p_effect jsonb, p_now timestamptz)
returns void
language plpgsql
set search_path = pg_catalog, public
as $$
begin
  perform private.close_community_request((p_effect ->> 'request_id')::uuid, p_effect -> 'message', p_now);
end $$;
comment on function private.effect_close_community_request(uuid, uuid, text, jsonb, timestamptz) is
  'Ends a question. YP002: it is over.';
