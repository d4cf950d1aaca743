create or replace function private.effect_store_summary(
  p_user_id uuid, p_conversation_id uuid, p_agent_type text, p_effect jsonb, p_now timestamptz)
returns void
language plpgsql
set search_path = pg_catalog, public
as $$
begin
  perform private.store_summary(p_user_id, p_effect, p_now);
end $$;
comment on function private.effect_store_summary(uuid, uuid, text, jsonb, timestamptz) is
  'Stores a conversation''s summary; it never goes back to an earlier message.';
