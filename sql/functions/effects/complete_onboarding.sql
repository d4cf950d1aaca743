create or replace function private.effect_complete_onboarding(
  p_user_id uuid, p_conversation_id uuid, p_agent_type text, p_effect jsonb, p_now timestamptz)
returns void
language plpgsql
set search_path = pg_catalog, public
as $$
begin
  perform private.complete_onboarding(p_user_id, p_now);
end $$;
comment on function private.effect_complete_onboarding(uuid, uuid, text, jsonb, timestamptz) is
  'Hands the profile to a person for review.';
