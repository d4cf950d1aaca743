create or replace function private.effect_research_again(
  p_user_id uuid, p_conversation_id uuid, p_agent_type text, p_effect jsonb, p_now timestamptz)
returns void
language plpgsql
set search_path = pg_catalog, public
as $$
begin
  perform private.research_again((p_effect ->> 'innovator_id')::uuid, (p_effect ->> 'prospect_id')::uuid, (p_effect ->> 'at')::timestamptz, p_now);
end $$;
comment on function private.effect_research_again(uuid, uuid, text, jsonb, timestamptz) is
  'A prospect was looked up, or nobody was; the next is later.';
