create or replace function private.effect_confirm_introduction(
  p_user_id uuid, p_conversation_id uuid, p_agent_type text, p_effect jsonb, p_now timestamptz)
returns void
language plpgsql
set search_path = pg_catalog, public
as $$
begin
  perform private.confirm_introduction(p_user_id, (p_effect ->> 'item_id')::uuid, p_now);
end $$;
comment on function private.effect_confirm_introduction(uuid, uuid, text, jsonb, timestamptz) is
  'A volunteer says that the third person is willing. YP002: not theirs, not accepted yet, or over.';
