create or replace function private.effect_block_introductions(
  p_user_id uuid, p_conversation_id uuid, p_agent_type text, p_effect jsonb, p_now timestamptz)
returns void
language plpgsql
set search_path = pg_catalog, public
as $$
begin
  perform private.block_pair(p_user_id, p_effect ->> 'item_type', (p_effect ->> 'item_id')::uuid, p_effect ->> 'name', p_now);
end $$;
comment on function private.effect_block_introductions(uuid, uuid, text, jsonb, timestamptz) is
  'Never again with the other side of an introduction, or with whoever is called so. YP002: not a party.';
