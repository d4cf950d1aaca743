create or replace function claim_messages(
  p_limit integer,
  p_token uuid,
  p_lease interval default '30 seconds',
  p_reconcile_after interval default '60 seconds',
  p_now timestamptz default now())
returns table (id uuid, user_id uuid, phone_number text, content text, purpose text, attempts integer,
               retry_of uuid, retry_of_sid text)
language plpgsql
set search_path = pg_catalog, public
set plan_cache_mode = force_custom_plan
as $$
#variable_conflict use_column
declare
  v_user_id uuid;
  v_head messages;
  v_taken integer := 0;
begin
  -- A sender that died leaves its message where nobody knows what became of it.
  update messages m
  set status = 'unconfirmed', lease_token = null, leased_until = null, last_error = 'the sender died',
      absent_readings = 0, unknown_readings = 0, available_at = p_now + p_reconcile_after,
      trace = trace || private.step('unconfirmed', p_now, '{"reason": "the sender died"}')
  where m.id in (select x.id from messages x where x.status = 'sending' and x.available_at <= p_now
                 for update skip locked);

  for v_user_id in
    select due.user_id from (
      select m.user_id, m.available_at, m.seq from messages m
      where m.status = 'queued_for_send' and m.available_at <= p_now
        -- Only a hint, so that what a person has waiting behind an unfinished one hides nobody else.
        and not exists (
          select from messages older
          where older.user_id = m.user_id and older.seq < m.seq
            and older.status in ('queued_for_send', 'sending', 'unconfirmed')
            and (older.retry_of is null or older.available_at <= p_now))
      order by m.available_at, m.seq limit p_limit * 4) due
    group by due.user_id order by min(due.available_at), min(due.seq)
  loop
    exit when v_taken >= p_limit;
    -- One sender a person.
    continue when not pg_try_advisory_xact_lock(hashtextextended('send:' || v_user_id, 0));
    select * into v_head from messages m
    where m.user_id = v_user_id and m.status in ('queued_for_send', 'sending', 'unconfirmed')
      -- A delivery that is to be tried again in a while holds nothing back.
      and (m.retry_of is null or m.available_at <= p_now)
    order by m.seq limit 1;
    continue when exists (select from messages m where m.user_id = v_user_id and m.status = 'sending');
    continue when not found or v_head.status <> 'queued_for_send' or v_head.available_at > p_now;
    if v_head.purpose in ('conversation', 'proactive')
       and exists (select from users u where u.id = v_user_id and u.opted_out_at is not null) then
      update messages m
      set status = 'cancelled', trace = trace || private.step('cancelled', p_now, '{"reason": "opted out"}')
      where m.user_id = v_user_id and m.status = 'queued_for_send'
        and m.purpose in ('conversation', 'proactive');
      continue;
    end if;
    if v_head.send_before <= p_now then
      perform private.lapse_messages(array(
        select m.id from messages m
        where m.user_id = v_user_id and m.status = 'queued_for_send' and m.send_before <= p_now), p_now);
      -- What is left is an answer, or nothing.
      select * into v_head from messages m
      where m.user_id = v_user_id and m.status in ('queued_for_send', 'sending', 'unconfirmed')
        and (m.retry_of is null or m.available_at <= p_now)
      order by m.seq limit 1;
      continue when not found or v_head.status <> 'queued_for_send' or v_head.available_at > p_now;
    end if;
    v_taken := v_taken + 1;
    return query
      update messages m
      set status = 'sending', lease_token = p_token, leased_until = p_now + p_lease,
          available_at = p_now + p_lease, attempts = m.attempts + 1, attempted_at = p_now,
          trace = m.trace || private.step('claimed', p_now, jsonb_build_object('attempt', m.attempts + 1))
      from users u
      where m.id = v_head.id and m.status = 'queued_for_send' and u.id = m.user_id
      returning m.id, m.user_id, u.phone_number::text, m.content, m.purpose, m.attempts, m.retry_of,
                (select o.twilio_message_sid::text from messages o where o.id = m.retry_of);
  end loop;
end $$;
comment on function claim_messages(integer, uuid, interval, interval, timestamptz) is
  'Leases the oldest unfinished message of each person, if it is due. An unfinished older one, unconfirmed too, holds the later ones: a person reads their texts in order. The attempt is committed with the claim, before any call. What had to be out before quiet hours began goes back to message_queue.';
