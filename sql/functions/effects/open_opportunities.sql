create or replace function private.effect_open_opportunities(
  p_user_id uuid, p_conversation_id uuid, p_agent_type text, p_effect jsonb, p_now timestamptz)
returns void
language plpgsql
set search_path = pg_catalog, public
as $$
begin
  perform private.open_opportunities((p_effect ->> 'innovator_id')::uuid, p_now);
end $$;
comment on function private.effect_open_opportunities(uuid, uuid, text, jsonb, timestamptz) is
  'Members who know whom an innovator wishes to meet are asked.';
