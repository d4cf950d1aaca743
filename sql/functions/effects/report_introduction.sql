create or replace function private.effect_report_introduction(
  p_user_id uuid, p_conversation_id uuid, p_agent_type text, p_effect jsonb, p_now timestamptz)
returns void
language plpgsql
set search_path = pg_catalog, public
as $$
begin
  perform private.report_introduction(p_user_id, p_effect ->> 'item_type', (p_effect ->> 'item_id')::uuid, p_now);
end $$;
comment on function private.effect_report_introduction(uuid, uuid, text, jsonb, timestamptz) is
  'One side says that it has happened. YP002: not a party, not agreed, or they have said so.';
