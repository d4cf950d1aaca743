create or replace function private.lift_pause(
  p_conversation_id uuid, p_actor text, p_reason text, p_now timestamptz)
returns boolean
language plpgsql
set search_path = pg_catalog, public
as $$
declare
  v_conversation conversations;
begin
  select * into v_conversation from conversations where id = p_conversation_id and status = 'paused' for update;
  if not found then
    return false;
  end if;
  update conversations
  set status = 'active', paused_until = null, pause_reason = null, taken_over_by = null, taken_over_at = null,
      joined_told_at = null, updated_at = p_now
  where id = p_conversation_id;
  if v_conversation.taken_over_by is not null then
    perform private.record_operator_action(
      p_actor, 'give_back', 'conversations', p_conversation_id, p_reason, p_now => p_now);
  end if;
  return true;
end $$;
comment on function private.lift_pause(uuid, text, text, timestamptz) is
  'A pause is over, and with it that an operator answers, which is noted. False: it was none. The caller holds the user''s row.';
