create or replace function private.answer_as_operator(
  p_conversation_id uuid, p_actor text, p_texts jsonb, p_seen bigint, p_joined text, p_quiet boolean,
  p_now timestamptz default now())
returns text
language plpgsql
set search_path = pg_catalog, public
as $$
declare
  v_user users;
  v_conversation conversations;
  v_answered uuid[];
  v_first uuid;
begin
  select * into v_user from users
  where id = (select user_id from conversations where id = p_conversation_id) for no key update;
  select * into v_conversation from conversations where id = p_conversation_id;
  if v_conversation.taken_over_by is distinct from p_actor or v_conversation.paused_until <= p_now then
    return 'not_yours';
  elsif v_user.opted_out_at is not null then
    return 'opted_out';
  elsif exists (select from messages where conversation_id = p_conversation_id and seq > p_seen) then
    return 'newer';
  elsif p_quiet and not private.reply_is_due(v_conversation, p_now) then
    return 'quiet';
  end if;
  perform private.tell_joined(p_conversation_id, p_joined, p_now);
  v_answered := array(
    select id from events
    where aggregate_id = v_user.id and lane = 'conversation' and not processed
      and event_type = 'user.message.received' order by seq);
  with said as (
    insert into messages (conversation_id, user_id, role, content, segments, direction, status,
                          in_reply_to, created_at, available_at, trace)
    select p_conversation_id, v_user.id, 'system', t ->> 'content', (t ->> 'segments')::integer, 'outbound',
           'pending', v_answered[cardinality(v_answered)], p_now, p_now,
           private.step('written', p_now, '{"by": "an operator"}')
    from jsonb_array_elements(p_texts) with ordinality as texts(t, position)
    order by position
    returning id, seq)
  select id into v_first from said order by seq limit 1;
  update messages m
  set trace = trace || private.step('answered', p_now, '{"by": "an operator"}')
  from events e
  where e.id = any (v_answered) and m.id = (e.payload ->> 'message_id')::uuid;
  update events set processed = true, processed_at = p_now where id = any (v_answered);
  update conversations set open_question = null, person_asked_at = null, updated_at = p_now
  where id = p_conversation_id;
  perform private.record_operator_action(
    p_actor, 'answer', 'conversations', p_conversation_id,
    p_detail => jsonb_build_object('message', v_first, 'texts', jsonb_array_length(p_texts)), p_now => p_now);
  return 'sent';
end $$;
comment on function private.answer_as_operator(uuid, text, jsonb, bigint, text, boolean, timestamptz) is
  'What an operator writes goes out as any reply does, and the texts that waited are answered. Nothing is said where it returns not_yours (somebody else answers, or nobody), opted_out, newer (a text that the operator has not seen, by p_seen, messages.seq), or quiet (it is quiet for them, and this would be no reply).';
