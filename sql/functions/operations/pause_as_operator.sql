create or replace function private.pause_as_operator(
  p_conversation_id uuid, p_actor text, p_reason text, p_until timestamptz, p_now timestamptz default now())
returns boolean
language plpgsql
set search_path = pg_catalog, public
as $$
declare
  v_conversation conversations;
begin
  perform 1 from users where id = (select user_id from conversations where id = p_conversation_id) for no key update;
  select * into v_conversation from conversations where id = p_conversation_id;
  if v_conversation.status is distinct from 'active' then
    return false;
  end if;
  perform private.hold_conversation(v_conversation, p_until, 'an operator has paused it', p_now);
  perform private.record_operator_action(
    p_actor, 'pause', 'conversations', p_conversation_id, p_reason, p_now => p_now);
  return true;
end $$;
comment on function private.pause_as_operator(uuid, text, text, timestamptz, timestamptz) is
  'Holds back all replies and whatever we start until a moment; null: until somebody resumes it. False: it is paused already, or over.';
