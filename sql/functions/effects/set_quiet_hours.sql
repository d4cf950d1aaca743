create or replace function private.effect_set_quiet_hours(
  p_user_id uuid, p_conversation_id uuid, p_agent_type text, p_effect jsonb, p_now timestamptz)
returns void
language plpgsql
set search_path = pg_catalog, public
as $$
begin
  update users
  set quiet_hours_start = (p_effect ->> 'start')::time, quiet_hours_end = (p_effect ->> 'end')::time,
      timezone = coalesce(p_effect ->> 'timezone', timezone), updated_at = p_now
  where id = p_user_id;
end $$;
comment on function private.effect_set_quiet_hours(uuid, uuid, text, jsonb, timestamptz) is
  'Sets the local hours without proactive texts, and the time zone if one is given.';
