create or replace function private.effect_record_community_response(
  p_user_id uuid, p_conversation_id uuid, p_agent_type text, p_effect jsonb, p_now timestamptz)
returns void
language plpgsql
set search_path = pg_catalog, public
as $$
begin
  perform private.record_community_response(
    p_user_id, (p_effect ->> 'request_id')::uuid, p_effect ->> 'answer', p_now);
end $$;
comment on function private.effect_record_community_response(uuid, uuid, text, jsonb, timestamptz) is
  'Records an answer, or what is added to one. YP002: not asked, not open, or rewarded.';
