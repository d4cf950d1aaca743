create or replace function private.effect_route_community_request(
  p_user_id uuid, p_conversation_id uuid, p_agent_type text, p_effect jsonb, p_now timestamptz)
returns void
language plpgsql
set search_path = pg_catalog, public
as $$
begin
  perform private.route_community_request(
    (p_effect ->> 'request_id')::uuid, (p_effect ->> 'wave')::integer, (p_effect ->> 'size')::integer, p_now);
end $$;
comment on function private.effect_route_community_request(uuid, uuid, text, jsonb, timestamptz) is
  'Puts a question to the next wave of experts. YP002: that wave was, or it is not open.';
