create or replace function private.effect_pause_re_engagement(
  p_user_id uuid, p_conversation_id uuid, p_agent_type text, p_effect jsonb, p_now timestamptz)
returns void
language plpgsql
set search_path = pg_catalog, public
as $$
begin
  update users set re_engagement_paused_at = coalesce(re_engagement_paused_at, p_now), updated_at = p_now
  where id = p_user_id;
end $$;
comment on function private.effect_pause_re_engagement(uuid, uuid, text, jsonb, timestamptz) is
  'They are not re-engaged any more.';
