create or replace function private.effect_match_prospects(
  p_user_id uuid, p_conversation_id uuid, p_agent_type text, p_effect jsonb, p_now timestamptz)
returns void
language plpgsql
set search_path = pg_catalog, public
as $$
begin
  perform private.convert_prospects(p_user_id,
    array(select jsonb_array_elements_text(p_effect -> 'joined')::uuid), p_now);
  perform private.review_prospects(p_user_id, p_effect -> 'maybe', p_now);
end $$;
comment on function private.effect_match_prospects(uuid, uuid, text, jsonb, timestamptz) is
  'A new member is these prospects, and may be those.';
