create or replace function settle_turn(
  p_user_id uuid,
  p_token uuid,
  p_event_ids uuid[],
  p_decision jsonb,
  p_force boolean default false,
  p_lease interval default '30 seconds',
  p_with_spend boolean default false,
  p_now timestamptz default now())
returns jsonb
language plpgsql
set search_path = pg_catalog, public
-- Planned once a connection: what a plan for these values would gain is less than making it. By index
-- always, since a plan made while the tables were small stays in use until the next ANALYZE.
set plan_cache_mode = force_generic_plan
set enable_seqscan = off
as $$
declare
  v_user users;
  v_conversation_id uuid;
  v_open_question jsonb;
  v_ours integer;
  v_texted boolean;
  v_newer boolean;
  v_instance uuid;
  v_message_ids uuid[];
begin
  perform private.lock_effects(p_user_id, p_decision -> 'effects');
  select * into v_user from users where id = p_user_id;
  select count(*) filter (where id = any (p_event_ids) and lease_token = p_token),
         coalesce(bool_or(id = any (p_event_ids) and event_type = 'user.message.received'), false),
         coalesce(bool_or(id <> all (p_event_ids) and available_at <= p_now), false)
  into v_ours, v_texted, v_newer from events
  where aggregate_id = p_user_id and lane = 'conversation' and not processed;
  if v_ours <> cardinality(p_event_ids) then
    raise exception 'the turn of user % belongs to another worker now', p_user_id using errcode = 'YP001';
  end if;
  if v_newer and not p_force and v_user.opted_out_at is null then
    perform private.lease_turn(p_user_id, p_token, p_now + p_lease, p_now);
    return jsonb_build_object('outcome', 'stale',
                              'context', turn_context(p_user_id, p_token, p_with_spend, p_now));
  end if;

  select id, open_question into v_conversation_id, v_open_question from conversations
  where user_id = p_user_id and status in ('active', 'paused') order by created_at desc limit 1;
  for v_place in 0 .. coalesce(jsonb_array_length(p_decision -> 'effects'), 0) - 1 loop
    perform private.apply_effect(p_user_id, v_conversation_id, p_decision ->> 'agent_type',
                                 p_decision -> 'effects' -> v_place, p_now);
  end loop;
  if v_user.verified is not true then
    perform private.await_return(p_user_id, v_conversation_id, p_now);
  end if;

  v_instance := private.log_actions(p_decision ->> 'agent_type', p_decision ->> 'prompt_version', p_user_id,
                                    v_conversation_id, p_decision -> 'log', p_now);
  if v_user.poc_agent_id is distinct from v_instance::text then
    update users set poc_agent_id = v_instance::text where id = p_user_id;
  end if;
  if v_open_question is distinct from nullif(p_decision -> 'open_question', 'null') then
    update conversations set open_question = nullif(p_decision -> 'open_question', 'null')
    where id = v_conversation_id;
  end if;

  if v_texted then
    v_message_ids := private.reply(v_user, v_conversation_id, p_decision, p_event_ids, p_now);
    if v_user.opted_out_at is null and jsonb_array_length(p_decision -> 'shown') > 0 then
      perform private.mark_presented(
        p_user_id, array(select value::uuid from jsonb_array_elements_text(p_decision -> 'shown') with ordinality order by ordinality),
        v_message_ids[cardinality(v_message_ids)], p_now);
    end if;
    perform private.reconsider_held(p_user_id, p_now);
  else
    -- Nobody has just texted: what we say now is ours to time.
    perform private.queue_replies(p_user_id, v_conversation_id, p_decision, p_now);
  end if;

  update messages m
  set trace = trace
      || private.step('decided', p_now, jsonb_build_object(
           'agent', p_decision ->> 'agent_type', 'prompt_version', p_decision ->> 'prompt_version',
           'engine', p_decision ->> 'engine', 'ms', p_decision -> 'decided_ms', 'attempt', e.attempts,
           'replies', jsonb_array_length(p_decision -> 'replies'),
           'effects', array(select d ->> 'kind' from jsonb_array_elements(p_decision -> 'effects') d)))
      || private.step('settled', p_now),
      -- With the last of them what was known, so that it can be decided again by other prompts.
      turn = case when e.id = p_event_ids[cardinality(p_event_ids)] then p_decision -> 'turn' end
  from events e
  where e.id = any (p_event_ids) and m.id = (e.payload ->> 'message_id')::uuid;
  update events set processed = true, processed_at = p_now where id = any (p_event_ids);

  if v_newer and v_user.opted_out_at is null then
    perform private.lease_turn(p_user_id, p_token, p_now + p_lease, p_now);
    return jsonb_build_object('outcome', 'settled', 'message_ids', to_jsonb(v_message_ids),
                              'context', turn_context(p_user_id, p_token, p_with_spend, p_now));
  end if;
  if v_user.opted_out_at is not null then
    update events set processed = true, last_error = 'opted out'
    where aggregate_id = p_user_id and lane = 'conversation' and not processed;
  end if;
  return jsonb_build_object('outcome', 'settled', 'message_ids', to_jsonb(v_message_ids));
end $$;
comment on function settle_turn(uuid, uuid, uuid[], jsonb, boolean, interval, boolean, timestamptz) is
  'All of a decision or nothing: effects, log, replies, events processed. A turn without a text, such as an approval, says its replies by way of message_queue. Outcomes: stale (a newer text came: nothing was applied, decide again with the returned context); settled (with a context: forced, go on with the later texts). YP001: the lease is lost. YP002: an effect no longer applies.';
