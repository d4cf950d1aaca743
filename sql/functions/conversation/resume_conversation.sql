create or replace function resume_conversation(p_conversation_id uuid, p_now timestamptz default now())
returns boolean
language plpgsql
set search_path = pg_catalog, public
as $$
declare
  v_user_id uuid;
begin
  select user_id into v_user_id from conversations where id = p_conversation_id;
  perform 1 from users where id = v_user_id for no key update;
  update conversations
  set status = 'active', paused_until = null, pause_reason = null, updated_at = p_now
  where id = p_conversation_id and status = 'paused';
  if not found then
    return false;
  end if;
  update events set available_at = p_now
  where aggregate_id = v_user_id and lane = 'conversation' and not processed and lease_token is null;
  update message_queue set scheduled_for = p_now
  where user_id = v_user_id and status in ('queued', 'approved')
    and trace -> -1 ->> 'reason' = 'the conversation is paused';
  return true;
end $$;
comment on function resume_conversation(uuid, timestamptz) is
  'A person lifts the pause; what waited is answered by the next sweep.';
