create or replace function private.queue_replies(
  p_user_id uuid, p_conversation_id uuid, p_decision jsonb, p_now timestamptz)
returns void
language plpgsql
set search_path = pg_catalog, public
as $$
declare
  v_total integer := jsonb_array_length(p_decision -> 'replies');
  v_sequence_id uuid := case when v_total > 1 then gen_random_uuid() end;
  v_reply record;
begin
  for v_reply in
    select r ->> 'content' as content, position
    from jsonb_array_elements(p_decision -> 'replies') with ordinality as replies(r, position)
    order by position
  loop
    perform private.queue_message(p_user_id, p_conversation_id, jsonb_build_object(
      'agent_id', p_decision -> 'agent_type', 'priority', 'high',
      'message_data', jsonb_build_object('kind', 'text', 'text', v_reply.content),
      'sequence_id', v_sequence_id, 'sequence_position', case when v_total > 1 then v_reply.position end,
      'sequence_total', case when v_total > 1 then v_total end), p_now);
  end loop;
end $$;
comment on function private.queue_replies(uuid, uuid, jsonb, timestamptz) is
  'What a decision says when nobody has just texted: into message_queue, in order, to wait for its moment.';
