create or replace function private.effect_drop_goal(
  p_user_id uuid, p_conversation_id uuid, p_agent_type text, p_effect jsonb, p_now timestamptz)
returns void
language plpgsql
set search_path = pg_catalog, public
as $$
begin
  update users
  set goals = (
        select coalesce(jsonb_agg(g order by place), '[]')
        from jsonb_array_elements(goals) with ordinality as kept(g, place)
        where g ->> 'text' <> p_effect ->> 'text'),
      updated_at = p_now
  where id = p_user_id and exists (
    select from jsonb_array_elements(goals) g where g ->> 'text' = p_effect ->> 'text');
  if not found then
    raise exception 'user % has no goal in these words', p_user_id using errcode = 'YP002';
  end if;
end $$;
comment on function private.effect_drop_goal(uuid, uuid, text, jsonb, timestamptz) is
  'Takes a goal back, the others stay in their order. YP002: there is none in these words.';
