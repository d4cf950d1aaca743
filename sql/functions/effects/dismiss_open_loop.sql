create or replace function private.effect_dismiss_open_loop(
  p_user_id uuid, p_conversation_id uuid, p_agent_type text, p_effect jsonb, p_now timestamptz)
returns void
language plpgsql
set search_path = pg_catalog, public
as $$
begin
  perform private.dismiss_own_loop(p_user_id, (p_effect ->> 'id')::uuid, p_now);
end $$;
comment on function private.effect_dismiss_open_loop(uuid, uuid, text, jsonb, timestamptz) is
  'The person need not see an open loop any more. YP002: it is not open, or not theirs.';
