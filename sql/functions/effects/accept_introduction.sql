create or replace function private.effect_accept_introduction(
  p_user_id uuid, p_conversation_id uuid, p_agent_type text, p_effect jsonb, p_now timestamptz)
returns void
language plpgsql
set search_path = pg_catalog, public
as $$
begin
  perform private.accept_introduction(
    p_user_id, p_effect ->> 'item_type', (p_effect ->> 'item_id')::uuid, (p_effect ->> 'bounty')::integer, p_now);
end $$;
comment on function private.effect_accept_introduction(uuid, uuid, text, jsonb, timestamptz) is
  'Whoever was asked says yes, to the bounty that they were told of. YP002: not asked of them, not open, or another bounty.';
