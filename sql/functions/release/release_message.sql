create or replace function private.release_message(
  p_user users, p_conversation_id uuid, p_verdict jsonb, p_day date, p_now timestamptz)
returns void
language plpgsql
set search_path = pg_catalog, public
as $$
declare
  v_item jsonb;
  v_queued message_queue;
  v_message_ids uuid[];
  v_presented jsonb;
begin
  for v_item in select * from jsonb_array_elements(p_verdict -> 'items') loop
    select * into v_queued from message_queue where id = (v_item ->> 'id')::uuid;
    -- What the row itself is about is told by it too, whatever its kind.
    v_presented := nullif(v_item -> 'presented' || coalesce((
      select to_jsonb(array[p.id]) from user_priorities p
      where p.user_id = p_user.id and p.item_type = v_queued.item_type and p.item_id = v_queued.item_id
        and not v_item -> 'presented' ? p.id::text), '[]'), '[]');
    with said as (
      insert into messages (conversation_id, user_id, role, content, segments, direction, status,
                            purpose, queue_id, send_before, created_at, available_at, trace)
      select p_conversation_id, p_user.id,
             case when split_part(v_queued.agent_id, '_', 1) in ('bouncer', 'concierge', 'innovator', 'system')
                  then split_part(v_queued.agent_id, '_', 1)
                  when p_user.verified then p_user.poc_agent_type else 'bouncer' end,
             t ->> 'content', (t ->> 'segments')::integer, 'outbound', 'pending', 'proactive',
             v_queued.id, (p_verdict ->> 'send_before')::timestamptz, p_now, p_now,
             private.step('released', p_now, jsonb_build_object(
               'queue_id', v_queued.id, 'send_before', p_verdict -> 'send_before'))
      from jsonb_array_elements(v_item -> 'texts') with ordinality as texts(t, position)
      order by position
      returning id, seq)
    select array_agg(id order by seq) into v_message_ids from said;
    update message_queue
    set status = 'sent', final_message = v_item ->> 'final_message', sent_at = p_now,
        delivered_message_id = v_message_ids[cardinality(v_message_ids)], budget_date = p_day,
        budget_returned_at = null, attempts = 0, last_error = null,
        trace = trace || private.step('released', p_now, jsonb_build_object(
          'why', p_verdict -> 'why', 'send_before', p_verdict -> 'send_before', 'parts', cardinality(v_message_ids),
          'presented', v_presented))
    where id = v_queued.id;
    if v_item -> 'open_question' <> 'null' then
      update conversations set open_question = v_item -> 'open_question' where id = p_conversation_id;
    end if;
    perform private.mark_presented(
      p_user.id, array(
        select value::uuid from jsonb_array_elements_text(v_presented) with ordinality order by ordinality),
      v_message_ids[cardinality(v_message_ids)], p_now);
  end loop;
end $$;
comment on function private.release_message(users, uuid, jsonb, date, timestamptz) is
  'Turns waiting rows into messages, in their order, and counts what they present. The caller has reserved the budget.';
