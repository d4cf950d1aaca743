create or replace function private.effect_set_time_zone(
  p_user_id uuid, p_conversation_id uuid, p_agent_type text, p_effect jsonb, p_now timestamptz)
returns void
language plpgsql
set search_path = pg_catalog, public
as $$
begin
  update users set timezone = p_effect ->> 'timezone', updated_at = p_now where id = p_user_id;
end $$;
comment on function private.effect_set_time_zone(uuid, uuid, text, jsonb, timestamptz) is
  'The time zone by which their days and hours are meant.';
