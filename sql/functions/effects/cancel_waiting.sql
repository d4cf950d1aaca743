create or replace function private.effect_cancel_waiting(
  p_user_id uuid, p_conversation_id uuid, p_agent_type text, p_effect jsonb, p_now timestamptz)
returns void
language plpgsql
set search_path = pg_catalog, public
as $$
begin
  perform private.cancel_waiting(p_user_id, (p_effect ->> 'id')::uuid, p_now);
end $$;
comment on function private.effect_cancel_waiting(uuid, uuid, text, jsonb, timestamptz) is
  'Cancels a queued message or a follow-up. YP002: it is not theirs, or has gone out.';
