create or replace function private.effect_limit_texts(
  p_user_id uuid, p_conversation_id uuid, p_agent_type text, p_effect jsonb, p_now timestamptz)
returns void
language plpgsql
set search_path = pg_catalog, public
as $$
declare
  v_enabled boolean;
begin
  select quiet_hours_enabled into v_enabled from user_message_budget
  where user_id = p_user_id order by date desc limit 1;
  insert into user_message_budget (user_id, date, daily_limit, hourly_limit, quiet_hours_enabled, created_at)
  values (p_user_id, (p_effect ->> 'day')::date, (p_effect ->> 'daily_limit')::integer,
          (p_effect ->> 'hourly_limit')::integer, coalesce(v_enabled, true), p_now)
  on conflict (user_id, date) do nothing;
  -- Later days too: who has moved west since has had a later date already.
  update user_message_budget
  set daily_limit = (p_effect ->> 'daily_limit')::integer, hourly_limit = (p_effect ->> 'hourly_limit')::integer
  where user_id = p_user_id and date >= (p_effect ->> 'day')::date;
  update users set frustrated_until = (p_effect ->> 'frustrated_until')::timestamptz, updated_at = p_now
  where id = p_user_id;
end $$;
comment on function private.effect_limit_texts(uuid, uuid, text, jsonb, timestamptz) is
  'How many texts that we start they may get a day and in 60 minutes, from their local day on; days to come take over the last one''s limits.';
