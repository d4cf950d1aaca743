create or replace function private.effect_update_profile(
  p_user_id uuid, p_conversation_id uuid, p_agent_type text, p_effect jsonb, p_now timestamptz)
returns void
language plpgsql
set search_path = pg_catalog, public
as $$
begin
  update users
  set first_name = coalesce(p_effect ->> 'first_name', first_name),
      last_name = coalesce(p_effect ->> 'last_name', last_name),
      company = coalesce(p_effect ->> 'company', company),
      title = coalesce(p_effect ->> 'title', title),
      linkedin_url = coalesce(p_effect ->> 'linkedin_url', linkedin_url),
      expertise = coalesce(
        private.expertise_tags((select array_agg(value) from jsonb_array_elements_text(
          case when jsonb_typeof(p_effect -> 'expertise') = 'array' then p_effect -> 'expertise' end))),
        expertise),
      updated_at = p_now
  where id = p_user_id;
end $$;
comment on function private.effect_update_profile(uuid, uuid, text, jsonb, timestamptz) is
  'Sets the given columns of the person''s own row, expertise as tags; the others stay.';
