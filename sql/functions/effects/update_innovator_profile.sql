create or replace function private.effect_update_innovator_profile(
  p_user_id uuid, p_conversation_id uuid, p_agent_type text, p_effect jsonb, p_now timestamptz)
returns void
language plpgsql
set search_path = pg_catalog, public
as $$
begin
  update innovators
  set solution_description = coalesce(p_effect ->> 'solution_description', solution_description),
      categories = coalesce(
        (select array_agg(value) from jsonb_array_elements_text(
          case when jsonb_typeof(p_effect -> 'categories') = 'array' then p_effect -> 'categories' end)),
        categories),
      target_customer_profile = coalesce(p_effect ->> 'target_customer_profile', target_customer_profile),
      video_url = coalesce(p_effect ->> 'video_url', video_url),
      warm_intro_bounty = coalesce((p_effect ->> 'warm_intro_bounty')::integer, warm_intro_bounty)
  where user_id = p_user_id;
  if not found then
    raise exception 'user % has no innovator profile', p_user_id using errcode = 'YP002';
  end if;
end $$;
comment on function private.effect_update_innovator_profile(uuid, uuid, text, jsonb, timestamptz) is
  'Sets the given columns of the person''s own listing. YP002: they have none.';
