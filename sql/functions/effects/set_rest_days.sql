create or replace function private.effect_set_rest_days(
  p_user_id uuid, p_conversation_id uuid, p_agent_type text, p_effect jsonb, p_now timestamptz)
returns void
language plpgsql
set search_path = pg_catalog, public
as $$
begin
  update users
  set rest_days = array(select value::integer from jsonb_array_elements_text(p_effect -> 'days') order by 1),
      updated_at = p_now
  where id = p_user_id;
end $$;
comment on function private.effect_set_rest_days(uuid, uuid, text, jsonb, timestamptz) is
  'The days of the week on which nothing proactive is sent; none: all days are alike.';
