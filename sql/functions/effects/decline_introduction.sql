create or replace function private.effect_decline_introduction(
  p_user_id uuid, p_conversation_id uuid, p_agent_type text, p_effect jsonb, p_now timestamptz)
returns void
language plpgsql
set search_path = pg_catalog, public
as $$
begin
  perform private.decline_introduction(p_user_id, p_effect ->> 'item_type', (p_effect ->> 'item_id')::uuid, p_effect ->> 'words', p_now);
end $$;
comment on function private.effect_decline_introduction(uuid, uuid, text, jsonb, timestamptz) is
  'No, also after a yes. YP002: not theirs to decline, or over.';
