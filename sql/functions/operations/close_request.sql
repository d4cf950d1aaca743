create or replace function private.close_request(
  p_conversation_id uuid, p_actor text, p_reason text, p_now timestamptz default now())
returns boolean
language plpgsql
set search_path = pg_catalog, public
as $$
begin
  perform 1 from users where id = (select user_id from conversations where id = p_conversation_id) for no key update;
  update conversations set person_asked_at = null, updated_at = p_now
  where id = p_conversation_id and person_asked_at is not null;
  if not found then
    return false;
  end if;
  perform private.record_operator_action(
    p_actor, 'close_request', 'conversations', p_conversation_id, p_reason, p_now => p_now);
  return true;
end $$;
comment on function private.close_request(uuid, text, text, timestamptz) is
  'Nobody needs to answer who asked for a human, as after a call. False: nobody asks.';
