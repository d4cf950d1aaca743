create or replace function begin_send(
  p_message_id uuid, p_token uuid, p_content text, p_segments integer, p_call_limit interval,
  p_now timestamptz default now())
returns text
language plpgsql
set search_path = pg_catalog, public
as $$
declare
  v_message messages;
begin
  update messages set content = p_content, segments = p_segments,
         trace = trace || private.step('calling', p_now)
  where id = p_message_id and status = 'sending' and lease_token = p_token
    and leased_until > p_now + p_call_limit
    and (send_before is null or send_before > p_now)
    and (retry_of is null or not private.was_delivered(retry_of))
    and (purpose in ('consent', 'help')
         or exists (select from users u where u.id = messages.user_id and u.opted_out_at is null));
  if found then
    return 'call';
  end if;
  select * into v_message from messages where id = p_message_id;
  if v_message.status is distinct from 'sending' or v_message.lease_token is distinct from p_token then
    return 'lost';
  end if;
  if v_message.leased_until <= p_now + p_call_limit then
    update messages
    set status = 'queued_for_send', lease_token = null, leased_until = null, available_at = p_now,
        attempts = attempts - 1, trace = trace || private.step('released', p_now, '{"reason": "too little of the lease is left"}')
    where id = p_message_id and lease_token = p_token;
    return 'late';
  end if;
  if private.was_delivered(v_message.retry_of) then
    update messages
    set status = 'cancelled', lease_token = null, leased_until = null,
        trace = trace || private.step('cancelled', p_now, '{"reason": "what it repeats was delivered after all"}')
    where id = p_message_id and lease_token = p_token;
    return 'delivered';
  end if;
  if v_message.send_before <= p_now
     and exists (select from users where id = v_message.user_id and opted_out_at is null) then
    perform private.lapse_messages(array(
      select id from messages
      where user_id = v_message.user_id and send_before <= p_now
        and (id = p_message_id or status = 'queued_for_send')), p_now);
    return 'quiet';
  end if;
  update messages
  set status = 'cancelled', lease_token = null, leased_until = null,
      trace = trace || private.step('cancelled', p_now, '{"reason": "opted out"}')
  where id = p_message_id and lease_token = p_token;
  return 'opted_out';
end $$;
comment on function begin_send(uuid, uuid, text, integer, interval, timestamptz) is
  'The last look before the call: the lease is ours and outlasts the call''s limit, nobody opted out, no quiet hours began, and what it repeats has not been delivered after all. Returns call, lost, late, quiet, opted_out or delivered; only call allows the call.';
