create or replace function private.effect_drop_bounty(
  p_user_id uuid, p_conversation_id uuid, p_agent_type text, p_effect jsonb, p_now timestamptz)
returns void
language plpgsql
set search_path = pg_catalog, public
as $$
begin
  perform private.drop_bounty(p_user_id, p_effect ->> 'item_type', (p_effect ->> 'item_id')::uuid, p_now);
end $$;
comment on function private.effect_drop_bounty(uuid, uuid, text, jsonb, timestamptz) is
  'The innovator cannot fund the bounty any more; the connector is told. YP002: they can, or it is not open.';
