create or replace function private.effect_store_goal(
  p_user_id uuid, p_conversation_id uuid, p_agent_type text, p_effect jsonb, p_now timestamptz)
returns void
language plpgsql
set search_path = pg_catalog, public
as $$
begin
  update users
  set goals = goals || jsonb_build_array(jsonb_build_object('text', p_effect ->> 'text', 'stated_at', p_now)),
      updated_at = p_now
  where id = p_user_id and not exists (
    select from jsonb_array_elements(goals) g where lower(g ->> 'text') = lower(p_effect ->> 'text'));
  if found then
    perform private.re_engage_at(p_user_id, p_now + interval '30 days', '{"about_goal": true}', p_now);
  end if;
end $$;
comment on function private.effect_store_goal(uuid, uuid, text, jsonb, timestamptz) is
  'Remembers a goal; the same words again change nothing.';
