create or replace function private.effect_note_acquaintances(
  p_user_id uuid, p_conversation_id uuid, p_agent_type text, p_effect jsonb, p_now timestamptz)
returns void
language plpgsql
set search_path = pg_catalog, public
as $$
begin
  perform private.note_acquaintances(p_effect -> 'rows', p_now);
end $$;
comment on function private.effect_note_acquaintances(uuid, uuid, text, jsonb, timestamptz) is
  'Who may know whom is kept, and asked for introductions soon.';
