create or replace function private.effect_unblock_introductions(
  p_user_id uuid, p_conversation_id uuid, p_agent_type text, p_effect jsonb, p_now timestamptz)
returns void
language plpgsql
set search_path = pg_catalog, public
as $$
begin
  perform private.unblock_pair(p_user_id, p_effect ->> 'name');
end $$;
comment on function private.effect_unblock_introductions(uuid, uuid, text, jsonb, timestamptz) is
  'They may be brought together with whoever is called so again.';
