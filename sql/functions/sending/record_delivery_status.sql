create or replace function record_delivery_status(
  p_message_id uuid, p_sid text, p_status text, p_error_code integer default null,
  p_error text default null, p_retry_after interval default null,
  p_check_after interval default '10 minutes', p_now timestamptz default now())
returns text
language plpgsql
set search_path = pg_catalog, public
as $$
declare
  v_message messages;
begin
  select * into v_message from messages
  where id = coalesce(p_message_id, (select id from messages where twilio_message_sid = p_sid))
    and direction = 'outbound'
  for update;
  if not found then
    return 'unknown';
  end if;
  if v_message.status in ('delivered', 'undelivered', 'failed', 'cancelled') then
    return 'terminal';
  end if;
  if v_message.twilio_message_sid is distinct from p_sid and v_message.twilio_message_sid is not null then
    return 'other_sid';
  end if;
  if v_message.status = 'sent' and p_status = 'sent' then
    return 'unchanged';
  end if;
  -- Before the end of this one is known: what is tried again has not ended, and keeps its place in the budget.
  if p_retry_after is not null and p_status in ('undelivered', 'failed') and v_message.retry_of is null then
    insert into messages (conversation_id, user_id, role, content, segments, direction, status, purpose,
                          in_reply_to, queue_id, send_before, retry_of, created_at, available_at, trace)
    select conversation_id, user_id, role, content, segments, 'outbound', 'pending', purpose,
           in_reply_to, queue_id, send_before, id, p_now, p_now + p_retry_after,
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
comment on function record_delivery_status(uuid, text, text, integer, text, interval, interval, timestamptz) is
  'Twilio''s callback: proof of acceptance in any state that is not terminal. It stores the SID and voids a lease. Terminal states win; late and repeated callbacks change nothing. With p_retry_after a failed delivery is tried once more as a new row.';
