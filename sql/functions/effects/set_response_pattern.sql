create or replace function private.effect_set_response_pattern(
  p_user_id uuid, p_conversation_id uuid, p_agent_type text, p_effect jsonb, p_now timestamptz)
returns void
language plpgsql
set search_path = pg_catalog, public
as $$
begin
  update users set response_pattern = jsonb_build_object('hours', p_effect -> 'hours'), updated_at = p_now
  where id = p_user_id;
end $$;
comment on function private.effect_set_response_pattern(uuid, uuid, text, jsonb, timestamptz) is
  'The local hours in which they answer.';
