create or replace function private.effect_offer_introduction(
  p_user_id uuid, p_conversation_id uuid, p_agent_type text, p_effect jsonb, p_now timestamptz)
returns void
language plpgsql
set search_path = pg_catalog, public
as $$
begin
  perform private.offer_to_asker(p_user_id, p_effect, p_now);
end $$;
comment on function private.effect_offer_introduction(uuid, uuid, text, jsonb, timestamptz) is
  'An introduction for whoever asked a question. YP002: they were not asked it, or its asker is gone.';
