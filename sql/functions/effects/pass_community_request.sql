create or replace function private.effect_pass_community_request(
  p_user_id uuid, p_conversation_id uuid, p_agent_type text, p_effect jsonb, p_now timestamptz)
returns void
language plpgsql
set search_path = pg_catalog, public
as $$
begin
  perform private.pass_community_request(
    p_user_id, (p_effect ->> 'request_id')::uuid, p_effect ->> 'reason', (p_effect ->> 'knows_someone')::boolean, p_now);
end $$;
comment on function private.effect_pass_community_request(uuid, uuid, text, jsonb, timestamptz) is
  'Leaves a question to others. YP002: not asked, answered, or not open.';
