create or replace function private.effect_withdraw_upload(
  p_user_id uuid, p_conversation_id uuid, p_agent_type text, p_effect jsonb, p_now timestamptz)
returns void
language plpgsql
set search_path = pg_catalog, public
as $$
begin
  perform private.withdraw_batch(p_user_id, (p_effect ->> 'batch_id')::uuid, p_now);
end $$;
comment on function private.effect_withdraw_upload(uuid, uuid, text, jsonb, timestamptz) is
  'An upload is taken back. YP002: it is not theirs, or was taken back before.';
