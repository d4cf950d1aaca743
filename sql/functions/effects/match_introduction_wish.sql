create or replace function private.effect_match_introduction_wish(
  p_user_id uuid, p_conversation_id uuid, p_agent_type text, p_effect jsonb, p_now timestamptz)
returns void
language plpgsql
set search_path = pg_catalog, public
as $$
begin
  perform private.match_introduction_wish((p_effect ->> 'wish_id')::uuid, p_now);
end $$;
comment on function private.effect_match_introduction_wish(uuid, uuid, text, jsonb, timestamptz) is
  'Finds out whether whom they named is a member, and asks them or the community.';
