create or replace function private.lapse_messages(p_message_ids uuid[], p_now timestamptz)
returns integer
language plpgsql
set search_path = pg_catalog, public
as $$
declare
  v_row record;
  v_count integer;
  v_why constant text := case when exists (
      select from conversations c join messages m on m.user_id = c.user_id
      where m.id = any (p_message_ids) and c.status = 'paused' and coalesce(c.paused_until, 'infinity') > p_now)
    then 'the conversation was paused before it was sent' else 'quiet hours began before it was sent' end;
begin
  update messages
  set status = 'cancelled', lease_token = null, leased_until = null,
      trace = trace || private.step('cancelled', p_now, jsonb_build_object('reason', v_why, 'send_before', send_before))
  where id = any (p_message_ids) and status in ('queued_for_send', 'sending') and send_before <= p_now;
  get diagnostics v_count = row_count;
  for v_row in
    select m.queue_id, max(m.send_before) as send_before, min(m.conversation_id::text)::uuid as conversation_id,
           string_agg(m.content, E'\n\n' order by m.seq) as content,
           (select count(*) from messages o where o.queue_id = m.queue_id
              and (o.status not in ('cancelled', 'failed') or o.delivered_at is not null)) as went_out
    from messages m
    where m.id = any (p_message_ids) and m.status = 'cancelled' and m.queue_id is not null and m.send_before <= p_now
    group by m.queue_id
  loop
    if v_row.went_out = 0 then
      -- Counted anew when it is released anew; its place was given back as its messages ended.
      update message_queue
      set status = 'queued', scheduled_for = p_now, sent_at = null, delivered_message_id = null,
          final_message = null, budget_date = null, budget_returned_at = null,
          trace = trace || private.step('queued', p_now, jsonb_build_object(
            'reason', v_why, 'send_before', v_row.send_before))
      where id = v_row.queue_id and status = 'sent';
      -- One about the same item that came while this was on its way has the newer word.
      update message_queue q
      set status = 'superseded', superseded_by_message_id = newer.id,
          superseded_reason = 'a newer message about the same item',
          trace = q.trace || private.step('superseded', p_now, jsonb_build_object(
            'reason', 'a newer message about the same item', 'by', newer.id))
      from message_queue newer
      where q.id = v_row.queue_id and q.status = 'queued' and q.sequence_id is null
        and newer.user_id = q.user_id and newer.status in ('queued', 'approved') and newer.seq > q.seq
        and newer.item_type is not distinct from q.item_type and newer.item_id = q.item_id;
    else
      -- Its beginning is out and must not be said twice: the rest waits as a message of its own, at its
      -- place in the sequence if it has one.
      insert into message_queue (user_id, agent_id, message_data, scheduled_for, priority, conversation_context_id,
                                 sequence_id, sequence_position, sequence_total, created_at, trace)
      select user_id, agent_id, jsonb_build_object('kind', 'text', 'text', v_row.content), p_now, priority,
             v_row.conversation_id, sequence_id, sequence_position, sequence_total, p_now, private.step('queued', p_now, jsonb_build_object(
               'reason', 'the rest of a message; ' || v_why, 'rest_of', id))
      from message_queue where id = v_row.queue_id;
    end if;
  end loop;
  return v_count;
end $$;
comment on function private.lapse_messages(uuid[], timestamptz) is
  'Proactive messages that were not sent before quiet hours or a pause began: cancelled, and back in message_queue, where they are held.';
