create or replace function private.effect_store_findings(
  p_user_id uuid, p_conversation_id uuid, p_agent_type text, p_effect jsonb, p_now timestamptz)
returns void
language plpgsql
set search_path = pg_catalog, public
as $$
begin
  perform private.store_findings(p_user_id, p_effect, p_now);
end $$;
comment on function private.effect_store_findings(uuid, uuid, text, jsonb, timestamptz) is
  'initial_research is done. YP002: the search is at another step, or in another round.';
