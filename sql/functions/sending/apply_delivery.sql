create or replace function private.apply_delivery(
  p_message_id uuid, p_sid text, p_status text, p_error_code integer, p_error text,
  p_retry_after interval, p_most_attempts integer, p_check_after interval, p_now timestamptz)
returns text
language plpgsql
set search_path = pg_catalog, public
as $$
declare
  v_message messages;
begin
  select * into v_message from messages where id = p_message_id for update;
  if v_message.twilio_message_sid is distinct from p_sid and v_message.twilio_message_sid is not null then
    return case when v_message.status in ('delivered', 'undelivered', 'failed', 'cancelled') then 'terminal' else 'other_sid' end;
  end if;
  if v_message.status in ('delivered', 'undelivered', 'failed', 'cancelled') then
    return private.apply_late_delivery(v_message, p_sid, p_status, p_now);
  end if;
  if v_message.status = 'sent' and p_status = 'sent' then
    return 'unchanged';
  end if;
  -- Before the end of this one is known: what is tried again has not ended, and keeps its place in the budget.
  if p_retry_after is not null and p_status in ('undelivered', 'failed')
     and (v_message.retry_of is null or p_most_attempts is not null)
     and (p_most_attempts is null or v_message.attempts < p_most_attempts) then
    insert into messages (conversation_id, user_id, role, content, segments, direction, status, purpose,
                          in_reply_to, queue_id, send_before, retry_of, attempts, created_at, available_at, trace)
    select conversation_id, user_id, role, content, segments, 'outbound', 'pending', purpose,
           in_reply_to, queue_id,
           -- While the conversation is paused, or an operator answers, nothing proactive goes: it waits in message_queue again.
           case when purpose = 'proactive' and exists (
             select from conversations c
             where c.id = messages.conversation_id and c.status = 'paused' and coalesce(c.paused_until, 'infinity') > p_now)
           then p_now else send_before end,
           id, attempts, p_now, p_now + p_retry_after,
           private.step('retry_of', p_now, jsonb_build_object('message_id', id, 'code', p_error_code))
    from messages
    where id = v_message.id
      and exists (select from users u where u.id = messages.user_id and u.opted_out_at is null)
    on conflict do nothing;
  end if;
  update messages
  set status = p_status, twilio_message_sid = p_sid, sent_at = coalesce(sent_at, p_now),
      delivered_at = case when p_status = 'delivered' then p_now end,
      lease_token = null, leased_until = null,
      available_at = case when p_status = 'sent' then p_now + p_check_after else available_at end,
      error_code = p_error_code, error_message = p_error,
      trace = trace || private.step('delivery', p_now, jsonb_build_object('status', p_status, 'code', p_error_code))
  where id = v_message.id;
  return p_status;
end $$;
comment on function private.apply_delivery(uuid, text, text, integer, text, interval, integer, interval, timestamptz) is
  'Moves a message to what Twilio reports of it; see record_delivery_status.';

create or replace function private.apply_late_delivery(p_message messages, p_sid text, p_status text, p_now timestamptz)
returns text
language plpgsql
set search_path = pg_catalog, public
as $$
begin
  -- Given up before Twilio spoke: the SID is its proof, and no other message is taken for it.
  if p_message.twilio_message_sid is null and not exists (select from messages where twilio_message_sid = p_sid) then
    update messages
    set twilio_message_sid = p_sid,
        trace = trace || private.step('delivery', p_now, jsonb_build_object('status', p_status, 'reason', 'after it was given up'))
    where id = p_message.id;
  end if;
  if p_status <> 'delivered' or p_message.delivered_at is not null then
    return 'terminal';
  end if;
  update messages
  set delivered_at = p_now,
      trace = trace || private.step('delivery', p_now, '{"status": "delivered", "reason": "after all"}')
  where id = p_message.id;
  -- One that is being sent is stopped by begin_send, if its call has not begun.
  with recursive later as (
    select id from messages where retry_of = p_message.id
    union select m.id from messages m join later on m.retry_of = later.id)
  update messages
  set status = 'cancelled', lease_token = null, leased_until = null,
      trace = trace || private.step('cancelled', p_now, '{"reason": "what it repeats was delivered after all"}')
  where id in (select id from later) and status = 'queued_for_send';
  return 'late';
end $$;
comment on function private.apply_late_delivery(messages, text, text, timestamptz) is
  'A report about a message that had ended. The state stays; that it was delivered after all is kept in delivered_at, and what would repeat it does not go out.';

create or replace function private.was_delivered(p_message_id uuid)
returns boolean
language sql stable
set search_path = pg_catalog, public
as $$
  with recursive earlier as (
    select id, retry_of, delivered_at from messages where id = p_message_id
    union select m.id, m.retry_of, m.delivered_at from messages m join earlier on m.id = earlier.retry_of)
  select exists (select from earlier where delivered_at is not null)
$$;
comment on function private.was_delivered(uuid) is 'Whether the message, or one that it repeats, has reached the phone.';

create or replace function private.opt_out_by_error(p_message_id uuid, p_code integer, p_now timestamptz)
returns void
language plpgsql
set search_path = pg_catalog, public
as $$
declare
  v_message messages;
begin
  select * into v_message from messages where id = p_message_id;
  perform 1 from users where id = v_message.user_id for no key update;
  if exists (select from users where id = v_message.user_id and opted_out_at is null)
     -- Who has come back since the attempt has said so later than what the error tells of.
     and not exists (select from consent_events
                     where user_id = v_message.user_id and created_at > coalesce(v_message.attempted_at, v_message.created_at)) then
    perform private.change_consent(v_message.user_id, 'out', 'twilio', concat('Twilio error ', p_code), null, p_now);
  end if;
end $$;
comment on function private.opt_out_by_error(uuid, integer, timestamptz) is
  'An error of Twilio''s about this message says that the person wants no texts: they are opted out.';
