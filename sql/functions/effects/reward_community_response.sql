create or replace function private.effect_reward_community_response(
  p_user_id uuid, p_conversation_id uuid, p_agent_type text, p_effect jsonb, p_now timestamptz)
returns void
language plpgsql
set search_path = pg_catalog, public
as $$
begin
  perform private.reward_community_response(
    p_user_id, (p_effect ->> 'response_id')::uuid, (p_effect ->> 'characters')::integer, (p_effect ->> 'score')::integer,
    (p_effect ->> 'credits')::integer, p_effect ->> 'impact', p_effect ->> 'scored_by', p_now);
end $$;
comment on function private.effect_reward_community_response(uuid, uuid, text, jsonb, timestamptz) is
  'Keeps what an answer was worth, and pays it once. YP002: not as it was scored.';
