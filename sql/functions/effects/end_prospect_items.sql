create or replace function private.effect_end_prospect_items(
  p_user_id uuid, p_conversation_id uuid, p_agent_type text, p_effect jsonb, p_now timestamptz)
returns void
language plpgsql
set search_path = pg_catalog, public
as $$
begin
  perform private.end_prospect_items((p_effect ->> 'prospect_id')::uuid, p_now);
end $$;
comment on function private.effect_end_prospect_items(uuid, uuid, text, jsonb, timestamptz) is
  'What is open about a prospect who was taken back ends.';
