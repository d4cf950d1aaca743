create or replace function settle_unconfirmed(
  p_message_id uuid, p_held_until timestamptz, p_sids text[],
  p_reconcile_after interval default '60 seconds', p_max_attempts integer default 5,
  p_unclear text[] default '{}', p_whole boolean default true, p_most_unknown integer default 5,
  p_now timestamptz default now())
returns text
language plpgsql
set search_path = pg_catalog, public
as $$
declare
  v_message messages;
  v_sid text;
begin
  select * into v_message from messages
  where id = p_message_id and status = 'unconfirmed' and available_at = p_held_until for update;
  if not found then
    return 'moved';
  end if;
  -- Two equal texts to one person: each takes a SID of its own, one row at a time.
  perform pg_advisory_xact_lock(hashtextextended('send:' || v_message.user_id, 0));
  select sid into v_sid from unnest(p_sids) with ordinality as listed(sid, position)
  where not exists (select from messages where twilio_message_sid = sid)
  order by position limit 1;
  if v_sid is not null then
    update messages
    set status = 'sent', twilio_message_sid = v_sid, sent_at = coalesce(sent_at, attempted_at),
        available_at = p_now, last_error = null, trace = trace || private.step('found', p_now, jsonb_build_object('sid', v_sid))
    where id = p_message_id;
    return 'found';
  end if;
  if not p_whole or exists (select from unnest(p_unclear) as listed(sid)
                            where not exists (select from messages where twilio_message_sid = sid)) then
    -- Absence is not proved, so it is never sent again; a callback may still prove that Twilio has it.
    if v_message.unknown_readings + 1 >= p_most_unknown then
      update messages
      set status = 'failed', unknown_readings = unknown_readings + 1,
          error_message = 'Twilio may have it: its list shows what cannot be compared with it, and no callback came',
          trace = trace || private.step('unknown', p_now, jsonb_build_object('reading', unknown_readings + 1))
                        || private.step('refused', p_now, '{"reason": "given up: whether Twilio has it stayed unknown"}')
      where id = p_message_id;
      return 'failed';
    end if;
    update messages
    set unknown_readings = unknown_readings + 1, absent_readings = 0,
        available_at = p_now + p_reconcile_after * power(2, unknown_readings),
        trace = trace || private.step('unknown', p_now, jsonb_build_object('reading', unknown_readings + 1))
    where id = p_message_id;
    return 'unknown';
  end if;
  if v_message.absent_readings = 0 then
    update messages
    set absent_readings = 1, available_at = p_now + p_reconcile_after,
        trace = trace || private.step('absent', p_now, '{"reading": 1}')
    where id = p_message_id;
    return 'absent';
  end if;
  if v_message.purpose in ('conversation', 'proactive')
     and exists (select from users where id = v_message.user_id and opted_out_at is not null) then
    update messages
    set status = 'cancelled', absent_readings = 2,
        trace = trace || private.step('absent', p_now, '{"reading": 2}')
                      || private.step('cancelled', p_now, '{"reason": "opted out"}')
    where id = p_message_id;
    return 'cancelled';
  end if;
  if v_message.attempts >= p_max_attempts then
    update messages
    set status = 'failed', absent_readings = 2, error_message = 'Twilio never said what became of it',
        trace = trace || private.step('absent', p_now, '{"reading": 2}')
                      || private.step('refused', p_now, '{"reason": "given up: the outcome stayed unknown"}')
    where id = p_message_id;
    return 'failed';
  end if;
  update messages
  set status = 'queued_for_send', absent_readings = 0, available_at = p_now,
      trace = trace || private.step('absent', p_now, '{"reading": 2}') || private.step('queued', p_now)
  where id = p_message_id;
  return 'queued';
end $$;
comment on function settle_unconfirmed(uuid, timestamptz, text[], interval, integer, text[], boolean, integer, timestamptz) is
  'Twilio''s list was read; p_sids are the messages in it that are this one, p_unclear those that may be. Found: sent. Absent twice: queued again, or cancelled if the person has opted out meanwhile, or failed after the last attempt. Neither, or not p_whole: unknown, looked at again after twice as long, and after p_most_unknown readings given up, never sent again. A reading that no longer holds the message, or is settled twice, changes nothing.';
