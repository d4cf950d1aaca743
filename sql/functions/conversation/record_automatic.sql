create or replace function private.record_automatic(
  p_user users, p_body text, p_message_sid text, p_media jsonb, p_sent_at timestamptz, p_now timestamptz)
returns void
language plpgsql
set search_path = pg_catalog, public
as $$
declare
  v_conversation_id uuid;
  v_message_id uuid;
begin
  select id into v_conversation_id from conversations
  where user_id = p_user.id and phone_number = p_user.phone_number
  order by status in ('active', 'paused') desc, created_at desc limit 1;
  if not found then
    -- A message belongs to a conversation; this one is over before it begins.
    insert into conversations (user_id, phone_number, status, created_at)
    values (p_user.id, p_user.phone_number, 'closed', p_now) returning id into v_conversation_id;
  end if;
  insert into messages (conversation_id, user_id, role, content, direction, purpose, twilio_message_sid,
                        media, created_at, trace)
  values (v_conversation_id, p_user.id, 'user', p_body, 'inbound', 'automatic', p_message_sid, p_media, p_now,
          private.step('recorded', p_now)
          || private.step('not answered', p_now, '{"reason": "written by the phone itself"}'))
  returning id into v_message_id;
  insert into events (event_type, aggregate_type, aggregate_id, payload, created_by, source, request_id,
                      occurred_at, created_at, available_at, lane, processed, processed_at)
  values ('user.message.received', 'user', p_user.id,
          jsonb_build_object('message_id', v_message_id, 'conversation_id', v_conversation_id),
          'twilio_webhook', 'twilio', p_message_sid, p_sent_at, p_now, p_now, 'conversation', true, p_now);
end $$;
comment on function private.record_automatic(users, text, text, jsonb, timestamptz, timestamptz) is
  'Keeps a text that a phone wrote by itself, and does nothing else: no answer, no presence, no conversation. The caller holds the user''s row.';
