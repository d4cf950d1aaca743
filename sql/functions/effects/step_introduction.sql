create or replace function private.effect_step_introduction(
  p_user_id uuid, p_conversation_id uuid, p_agent_type text, p_effect jsonb, p_now timestamptz)
returns void
language plpgsql
set search_path = pg_catalog, public
as $$
begin
  perform private.step_introduction(p_effect ->> 'item_type', (p_effect ->> 'item_id')::uuid, p_effect ->> 'step', p_now);
end $$;
comment on function private.effect_step_introduction(uuid, uuid, text, jsonb, timestamptz) is
  'What time brings to an introduction. YP002: it is not due.';
