create or replace function private.effect_reach_goal(
  p_user_id uuid, p_conversation_id uuid, p_agent_type text, p_effect jsonb, p_now timestamptz)
returns void
language plpgsql
set search_path = pg_catalog, public
as $$
begin
  update users
  set goals = (
        select coalesce(jsonb_agg(case when g ->> 'text' = p_effect ->> 'text'
                                       then g || jsonb_build_object('reached_at', p_now) else g end), '[]')
        from jsonb_array_elements(goals) g),
      updated_at = p_now
  where id = p_user_id;
end $$;
comment on function private.effect_reach_goal(uuid, uuid, text, jsonb, timestamptz) is
  'A goal is reached: it stays, with the moment.';
