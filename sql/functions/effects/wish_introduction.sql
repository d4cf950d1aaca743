create or replace function private.effect_wish_introduction(
  p_user_id uuid, p_conversation_id uuid, p_agent_type text, p_effect jsonb, p_now timestamptz)
returns void
language plpgsql
set search_path = pg_catalog, public
as $$
begin
  perform private.wish_introduction(p_user_id, p_effect, p_now);
end $$;
comment on function private.effect_wish_introduction(uuid, uuid, text, jsonb, timestamptz) is
  'Whom they want to meet, or to introduce somebody to, by name. YP002: too many, or too few credits.';
