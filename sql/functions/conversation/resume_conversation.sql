create or replace function private.resume(
  p_conversation_id uuid, p_actor text, p_reason text, p_now timestamptz)
returns boolean
language plpgsql
set search_path = pg_catalog, public
as $$
declare
  v_user_id uuid;
  v_taken_over boolean;
begin
  select user_id into v_user_id from conversations where id = p_conversation_id;
  perform 1 from users where id = v_user_id for no key update;
  select taken_over_by is not null into v_taken_over from conversations where id = p_conversation_id;
  if not private.lift_pause(p_conversation_id, p_actor, p_reason, p_now) then
    return false;
  end if;
  if not v_taken_over then
    perform private.record_operator_action(
      p_actor, 'resume', 'conversations', p_conversation_id, p_reason, p_now => p_now);
  end if;
  update events set available_at = p_now
  where aggregate_id = v_user_id and lane = 'conversation' and not processed and lease_token is null;
  update message_queue set scheduled_for = p_now
  where user_id = v_user_id and status in ('queued', 'approved')
    and trace -> -1 ->> 'reason' = 'the conversation is paused';
  return true;
end $$;
comment on function private.resume(uuid, text, text, timestamptz) is
  'A person lifts the pause, or gives back what an operator took over: what waited is answered by the next sweep. Noted in operator_actions. False: nothing was paused.';

create or replace function resume_conversation(p_conversation_id uuid, p_now timestamptz default now())
returns boolean
language sql
set search_path = pg_catalog, public
as $$
  select private.resume(p_conversation_id, 'command line', '', p_now)
$$;
comment on function resume_conversation(uuid, timestamptz) is
  'A person lifts the pause; what waited is answered by the next sweep.';
