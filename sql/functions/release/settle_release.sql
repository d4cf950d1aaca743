create or replace function settle_release(
  p_user_id uuid, p_token uuid, p_decision jsonb, p_lease interval default '30 seconds',
  p_with_spend boolean default false, p_now timestamptz default now())
returns jsonb
language plpgsql
set search_path = pg_catalog, public
as $$
declare
  v_user users;
  v_conversation conversations;
  v_verdict jsonb;
  v_done text;
  v_counts jsonb := '{}';
begin
  select * into v_user from users where id = p_user_id for no key update;
  if not exists (select from private.lanes
                 where queue = 'message_queue' and key = p_user_id and lease_token = p_token) then
    raise exception 'the messages of user % belong to another orchestrator now', p_user_id using errcode = 'YP001';
  end if;
  select * into v_conversation from conversations
  where user_id = p_user_id and status in ('active', 'paused') order by created_at desc limit 1;

  -- What was decided on another state of things is not applied: not a word of it.
  if p_now >= (p_decision ->> 'valid_until')::timestamptz
     or exists (select from jsonb_array_elements(p_decision -> 'verdicts') v where v ->> 'action' = 'release')
        and (v_user.opted_out_at is not null
             or v_conversation.status = 'paused' and coalesce(v_conversation.paused_until, 'infinity') > p_now)
     or (select seq from messages where conversation_id = v_conversation.id and direction = 'inbound'
           and purpose <> 'automatic'
         order by seq desc limit 1) > coalesce((p_decision ->> 'last_inbound_seq')::bigint, 0)
     or private.clock_of(v_user) is distinct from p_decision ->> 'clock'
     or exists (select from jsonb_path_query(p_decision, '$.verdicts[*].items[*].presented[*]') presented
                where not exists (select from user_priorities
                                  where id = (presented #>> '{}')::uuid and status in ('active', 'presented')))
  then
    update private.lanes set leased_until = p_now + p_lease
    where queue = 'message_queue' and key = p_user_id;
    -- Whoever comes to settle has not died over them: only deaths count.
    update message_queue set attempts = 0
    where id = any (private.due_messages(p_user_id, p_now)) and attempts > 0;
    return jsonb_build_object('outcome', 'stale', 'context', private.queue_context(
      p_user_id, p_token, private.due_messages(p_user_id, p_now), p_with_spend, p_now));
  end if;

  if v_conversation.id is null then
    insert into conversations (user_id, phone_number, status, created_at)
    values (p_user_id, v_user.phone_number, 'active', p_now) returning * into v_conversation;
  end if;
  for v_verdict in select * from jsonb_array_elements(p_decision -> 'verdicts') loop
    v_done := private.apply_verdict(v_user, v_conversation.id, v_verdict, (p_decision ->> 'day')::date,
                                    (p_decision ->> 'day_end')::timestamptz, p_now);
    v_counts := v_counts || jsonb_build_object(v_done, coalesce((v_counts ->> v_done)::integer, 0) + 1);
  end loop;
  perform private.log_actions('message_orchestrator', p_decision ->> 'prompt_version', p_user_id,
                              v_conversation.id, p_decision -> 'log', p_now);
  perform private.free_lanes('message_queue', array[p_user_id], p_token);
  return jsonb_build_object('outcome', 'settled', 'counts', v_counts);
end $$;
comment on function settle_release(uuid, uuid, jsonb, interval, boolean, timestamptz) is
  'All verdicts on a person''s waiting messages, or none: messages inserted and counted, the others held, superseded or cancelled, the lane given back. Outcomes: stale (an opt-out, a newer text, a pause, or the hour has changed things: nothing was applied, decide again on the returned context); settled. YP001: the lane is lost.';
