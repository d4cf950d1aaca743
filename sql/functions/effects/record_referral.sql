create or replace function private.effect_record_referral(
  p_user_id uuid, p_conversation_id uuid, p_agent_type text, p_effect jsonb, p_now timestamptz)
returns void
language plpgsql
set search_path = pg_catalog, public
as $$
begin
  perform private.record_referral(p_user_id, p_effect ->> 'referrer_name');
end $$;
comment on function private.effect_record_referral(uuid, uuid, text, jsonb, timestamptz) is
  'Answers who referred them: matched to a member, or kept as text.';
