create or replace function private.effect_ask_email_change(
  p_user_id uuid, p_conversation_id uuid, p_agent_type text, p_effect jsonb, p_now timestamptz)
returns void
language plpgsql
set search_path = pg_catalog, public
as $$
begin
  update users set email_change_asked_at = p_now where id = p_user_id and email_verified;
end $$;
comment on function private.effect_ask_email_change(uuid, uuid, text, jsonb, timestamptz) is
  'Lets the next proof from another address replace the proved one, for 7 days.';
