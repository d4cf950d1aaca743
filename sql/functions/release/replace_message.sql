create or replace function private.replace_message(
  p_user_id uuid, p_conversation_id uuid, p_effect jsonb, p_now timestamptz)
returns void
language plpgsql
set search_path = pg_catalog, public
as $$
declare
  v_ids uuid[] := array(select value::uuid from jsonb_array_elements_text(p_effect -> 'queue_ids'));
  v_conversations uuid[];
  v_new uuid;
begin
  select array_agg(conversation_context_id) into v_conversations from (
    select conversation_context_id from message_queue
    where id = any (v_ids) and user_id = p_user_id and status = 'superseded' and superseded_by_message_id is null
    order by id for update) waiting;
  if cardinality(v_conversations) is distinct from cardinality(v_ids) then
    raise exception 'messages % are not all superseded, or replaced already', v_ids using errcode = 'YP002';
  end if;
  v_new := private.queue_message(
    p_user_id, coalesce(v_conversations[1], p_conversation_id), p_effect -> 'message', p_now);
  update message_queue
  set superseded_by_message_id = v_new,
      trace = trace || private.step('said anew', p_now, jsonb_build_object('by', v_new))
  where id = any (v_ids);
end $$;
comment on function private.replace_message(uuid, uuid, jsonb, timestamptz) is
  'Queues what superseded messages wanted to say in new words, and links them to it; YP002 when that has happened already.';
