create or replace function record_inbound_message(
  p_phone_number text,
  p_body text,
  p_message_sid text,
  p_media jsonb default '[]',
  p_consent text default 'none',
  p_consent_source text default 'keyword',
  p_confirmations jsonb default '{}',
  p_lease interval default '30 seconds',
  p_take boolean default true,
  p_with_spend boolean default false,
  p_sent_at timestamptz default null,
  p_now timestamptz default now(),
  p_known_as text[] default '{}')
returns jsonb
language plpgsql
set search_path = pg_catalog, public
-- Planned once a connection: what a plan for these values would gain is less than making it. By index
-- always, since a plan made while the tables were small stays in use until the next ANALYZE.
set plan_cache_mode = force_generic_plan
set enable_seqscan = off
as $$
declare
  v_numbers text[] := array_prepend(p_phone_number, array_remove(p_known_as, p_phone_number));
  v_sent_at timestamptz := least(coalesce(p_sent_at, p_now), p_now);
  v_user users;
  v_conversation conversations;
  v_message_id uuid;
  v_event_id uuid;
  v_token uuid;
  v_change text;
  v_answer text;
  v_silent boolean;
  v_agreed boolean;
  v_asks boolean;
  v_pause text;
  v_sure boolean;
  v_cause text;
  v_waits boolean;
  v_busy boolean;
  v_available_at timestamptz;
  v_outcome text;
begin
  -- The person's row is the lock of everything that concerns them; all reads come after it.
  select * into v_user from users where phone_number = any (v_numbers)
  order by array_position(v_numbers, phone_number::text) limit 1 for no key update;
  if not found then
    -- Nobody comes back by a text of theirs that was recorded before they were erased.
    if exists (select from events where source = 'twilio' and request_id = p_message_sid) then
      return jsonb_build_object('outcome', 'duplicate');
    end if;
    -- Of somebody who was erased and had opted out nothing is kept again, unless they want it.
    if p_consent not in ('in_keyword', 'in_wording', 'yes')
       and exists (select from unnest(v_numbers) known where private.is_suppressed(known)) then
      return jsonb_build_object('outcome', 'silent', 'consent', null);
    end if;
    insert into users (phone_number, verified, poc_agent_type, created_at)
    values (p_phone_number, false, 'bouncer', p_now) on conflict (phone_number) do nothing;
    select * into v_user from users where phone_number = p_phone_number for no key update;
  end if;
  p_phone_number := v_user.phone_number;
  if exists (select from messages where twilio_message_sid = p_message_sid)
     or exists (select from events where source = 'twilio' and request_id = p_message_sid) then
    return jsonb_build_object('outcome', 'duplicate');
  end if;
  if p_consent = 'automatic' then
    perform private.record_automatic(v_user, p_body, p_message_sid, p_media, v_sent_at, p_now);
    return jsonb_build_object('outcome', 'silent', 'consent', null);
  end if;

  select * into v_conversation from conversations
  where user_id = v_user.id and phone_number = p_phone_number and status in ('active', 'paused')
  order by created_at desc limit 1;
  if not found then
    insert into conversations (user_id, phone_number, status, created_at)
    values (v_user.id, p_phone_number, 'active', p_now) returning * into v_conversation;
  end if;

  insert into messages (conversation_id, user_id, role, content, direction, twilio_message_sid,
                        media, created_at, trace)
  values (v_conversation.id, v_user.id, 'user', p_body, 'inbound', p_message_sid,
          p_media, p_now, private.step('recorded', p_now))
  returning id into v_message_id;
  update users set last_active_at = p_now, updated_at = p_now where id = v_user.id;

  -- A yes to our own question, while nothing else has been said since.
  v_agreed := coalesce(v_conversation.consent_asked_at > p_now - interval '1 day', false)
    and p_confirmations ? 'agreed'
    and not exists (select from messages where conversation_id = v_conversation.id
                    and direction = 'outbound' and created_at > v_conversation.consent_asked_at);
  v_change := case
    when (p_consent in ('out_keyword', 'out_wording') or v_agreed) and v_user.opted_out_at is null then 'out'
    when p_consent in ('in_keyword', 'in_wording', 'yes') and v_user.opted_out_at is not null then 'in'
  end;
  -- A text that arrives late must not undo what the person has said since.
  if exists (select from consent_events where user_id = v_user.id and created_at > v_sent_at) then
    v_change := null;
  end if;
  v_asks := v_change is null and v_user.opted_out_at is null
    and (p_consent = 'unclear'
         or p_consent = 'unclear_if_idle' and not private.is_about_something(v_user.id, v_conversation.id));
  update conversations set consent_asked_at = case when v_asks then p_now end
  where id = v_conversation.id and (v_asks or consent_asked_at is not null);
  v_silent := v_change is not null or v_asks
    or p_consent in ('out_keyword', 'out_wording', 'help') or v_user.opted_out_at is not null;

  if not v_silent then
    if v_conversation.status = 'paused' and v_conversation.paused_until <= p_now then
      perform private.lift_pause(v_conversation.id, 'yachtparty', '24 hours were over', p_now);
      select * into v_conversation from conversations where id = v_conversation.id;
    end if;
    if v_conversation.status = 'active' then
      select reason, cause, sure into v_pause, v_cause, v_sure from private.machine_loop(v_user.id, v_conversation.id, p_now);
    end if;
    if v_sure then
      v_conversation.status := 'paused';
      v_conversation.pause_reason := v_pause;
      v_conversation.paused_until := p_now + interval '1 hour';
    end if;
    select count(*) > 0, coalesce(bool_or(lease_token is not null and leased_until > p_now), false) into v_waits, v_busy
    from events where aggregate_id = v_user.id and lane = 'conversation' and not processed;
    v_outcome := case when v_conversation.status = 'paused' then 'paused' when not p_take then 'recorded'
                      when v_busy then 'busy' else 'taken' end;
    v_available_at := case v_outcome when 'paused' then coalesce(v_conversation.paused_until, 'infinity')
                                     when 'taken' then p_now + p_lease else p_now end;
    v_token := case when v_outcome = 'taken' then gen_random_uuid() end;
  end if;

  -- The turn that is taken leases it as it is written.
  insert into events (event_type, aggregate_type, aggregate_id, payload, created_by, source,
                      request_id, occurred_at, created_at, available_at, lane, processed, processed_at,
                      lease_token, leased_until, attempts)
  values ('user.message.received', 'user', v_user.id,
          jsonb_build_object('message_id', v_message_id, 'conversation_id', v_conversation.id),
          'twilio_webhook', 'twilio', p_message_sid, v_sent_at, p_now, coalesce(v_available_at, p_now), 'conversation',
          v_silent, case when v_silent then p_now end,
          v_token, case when v_outcome = 'taken' then v_available_at end, case when v_outcome = 'taken' then 1 else 0 end)
  returning id into v_event_id;

  v_answer := p_confirmations ->> case
    when p_consent = 'help' then 'help' when v_asks then 'ask'
    when v_agreed and v_change = 'out' then 'agreed' else coalesce(v_change, '') end;
  -- Twilio answers who comes back, but knows only of those whom it blocked itself.
  if v_change = 'in' and private.opted_out_by(v_user.id) in ('wording', 'operator') then
    v_answer := coalesce(v_answer, p_confirmations ->> 'in_unnoticed');
  end if;
  if v_change is not null then
    perform private.change_consent(v_user.id, v_change, case when v_agreed then 'wording' else p_consent_source end,
                                   p_body, v_message_id, p_now);
    if v_change = 'in' then
      perform private.lift_suppression(known) from unnest(v_numbers) known;
    end if;
  end if;
  if v_silent then
    update messages
    set trace = trace || private.step('not answered', p_now, jsonb_build_object('reason', case
      when v_change = 'out' then 'opts out' when v_change = 'in' then 'opts in'
      when v_asks then 'may opt out: asked'
      when p_consent = 'help' then 'a keyword' else 'opted out' end))
    where id = v_message_id;
    if v_answer is not null then
      insert into messages (conversation_id, user_id, role, content, direction, status, purpose,
                            in_reply_to, created_at)
      values (v_conversation.id, v_user.id, 'system', v_answer, 'outbound', 'pending',
              case when p_consent = 'help' then 'help' when v_asks then 'conversation' else 'consent' end,
              v_event_id, p_now);
    end if;
    return jsonb_build_object('outcome', 'silent', 'consent', v_change);
  end if;

  if v_pause is not null then
    perform private.tell_machine(v_user.id, v_conversation, p_confirmations ->> 'machine', p_now);
  end if;
  if v_sure then
    perform private.pause_conversation(v_conversation.id, v_cause, v_pause, v_conversation.paused_until, p_now);
  end if;
  if v_outcome = 'paused' then
    update messages
    set trace = trace || private.step('paused', p_now, jsonb_build_object(
      'reason', v_conversation.pause_reason, 'until', v_conversation.paused_until))
    where id = v_message_id;
    update events set available_at = v_available_at
    where aggregate_id = v_user.id and lane = 'conversation' and not processed and lease_token is null and v_waits;
  elsif v_outcome = 'taken' then
    perform private.lease_turn(v_user.id, v_token, v_available_at, 'infinity') where v_waits;
    return jsonb_build_object('outcome', v_outcome,
                              'context', turn_context(v_user.id, v_token, p_with_spend, p_now));
  end if;
  return jsonb_build_object('outcome', v_outcome, 'user_id', v_user.id);
end $$;
comment on function record_inbound_message(text, text, text, jsonb, text, text, jsonb, interval, boolean, boolean, timestamptz, timestamptz, text[]) is
  'Stores a text, once per SID, of the person with that number or one of the forms p_known_as of it, and leases the person''s turn to the caller. Outcomes: duplicate; silent (about consent, opted out, or written by a phone); paused (two machines, or an operator answers); busy (another worker is at the turn and takes it along); recorded (not asked to take); taken (context included).';
