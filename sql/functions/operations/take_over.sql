create or replace function private.take_over(
  p_conversation_id uuid, p_actor text, p_reason text, p_joined text, p_quiet boolean,
  p_now timestamptz default now())
returns text
language plpgsql
set search_path = pg_catalog, public
as $$
declare
  v_user users;
  v_conversation conversations;
begin
  -- The person's row is the lock: of two operators at the same moment one comes first.
  select * into v_user from users
  where id = (select user_id from conversations where id = p_conversation_id) for no key update;
  select * into v_conversation from conversations where id = p_conversation_id;
  if v_conversation.status is null or v_conversation.status not in ('active', 'paused') then
    return 'closed';
  elsif v_conversation.taken_over_by is not null and v_conversation.paused_until > p_now then
    return case when v_conversation.taken_over_by = p_actor then 'yours' else 'theirs' end;
  end if;
  perform private.hold_conversation(v_conversation, p_now + interval '24 hours', 'an operator answers', p_now);
  update conversations set taken_over_by = p_actor, taken_over_at = p_now, joined_told_at = null
  where id = p_conversation_id;
  perform private.record_operator_action(
    p_actor, 'take_over', 'conversations', p_conversation_id, p_reason, p_now => p_now);
  if v_user.opted_out_at is null and (not p_quiet or private.reply_is_due(v_conversation, p_now)) then
    perform private.tell_joined(p_conversation_id, p_joined, p_now);
  end if;
  return 'taken';
end $$;
comment on function private.take_over(uuid, text, text, text, boolean, timestamptz) is
  'An operator answers instead of the agent for 24 hours, and the person is told so in the words p_joined; where it is quiet for them (p_quiet) and no text of theirs waits, with the first answer. taken; yours or theirs: an operator has it already; closed: it is over.';

create or replace function private.reply_is_due(p_conversation conversations, p_now timestamptz)
returns boolean
language sql stable
set search_path = pg_catalog, public
as $$
  select exists (
    select from events
    where aggregate_id = p_conversation.user_id and lane = 'conversation' and not processed
      and event_type = 'user.message.received')
  or exists (
    select from messages
    where conversation_id = p_conversation.id and direction = 'inbound' and purpose <> 'automatic'
      and created_at > p_now - interval '10 minutes')
$$;
comment on function private.reply_is_due(conversations, timestamptz) is
  'Whether what is said now is a reply, which goes out at any hour: a text of theirs waits for one, or they have texted within ten minutes.';

create or replace function private.tell_joined(p_conversation_id uuid, p_words text, p_now timestamptz)
returns void
language plpgsql
set search_path = pg_catalog, public
as $$
begin
  update conversations set joined_told_at = p_now where id = p_conversation_id and joined_told_at is null;
  if found then
    insert into messages (conversation_id, user_id, role, content, direction, status, created_at, available_at)
    select id, user_id, 'system', p_words, 'outbound', 'pending', p_now, p_now from conversations
    where id = p_conversation_id;
  end if;
end $$;
comment on function private.tell_joined(uuid, text, timestamptz) is 'Says once that a person has joined.';
