create or replace function private.queue_message(
  p_user_id uuid, p_conversation_id uuid, p_message jsonb, p_now timestamptz)
returns uuid
language plpgsql
set search_path = pg_catalog, public
as $$
declare
  v_opted_out boolean := exists (select from users where id = p_user_id and opted_out_at is not null);
  v_id uuid;
begin
  insert into message_queue (user_id, agent_id, message_data, scheduled_for, priority, status,
    conversation_context_id, requires_fresh_context, item_type, item_id,
    sequence_id, sequence_position, sequence_total, created_at, trace)
  values (p_user_id, p_message ->> 'agent_id', p_message -> 'message_data',
    coalesce((p_message ->> 'scheduled_for')::timestamptz, p_now), coalesce(p_message ->> 'priority', 'medium'),
    case when v_opted_out then 'cancelled' else 'queued' end, p_conversation_id,
    coalesce((p_message ->> 'requires_fresh_context')::boolean, false),
    p_message ->> 'item_type', (p_message ->> 'item_id')::uuid, (p_message ->> 'sequence_id')::uuid,
    (p_message ->> 'sequence_position')::integer, (p_message ->> 'sequence_total')::integer, p_now,
    case when v_opted_out then private.step('cancelled', p_now, '{"reason": "opted out"}') else '[]' end)
  returning id into v_id;
  return v_id;
end $$;
comment on function private.queue_message(uuid, uuid, jsonb, timestamptz) is
  'Puts something to say into message_queue, to wait for its moment; the message is the effect queue_message.';
