create or replace function private.replace_message(
  p_user_id uuid, p_conversation_id uuid, p_effect jsonb, p_now timestamptz)
returns void
language plpgsql
set search_path = pg_catalog, public
as $$
declare
  v_old message_queue;
  v_new uuid;
begin
  select * into v_old from message_queue
  where id = (p_effect ->> 'queue_id')::uuid and user_id = p_user_id for update;
  if v_old.status is distinct from 'superseded' or v_old.superseded_by_message_id is not null then
    raise exception 'message % is not superseded, or replaced already', p_effect ->> 'queue_id'
      using errcode = 'YP002';
  end if;
  v_new := private.queue_message(
    p_user_id, coalesce(v_old.conversation_context_id, p_conversation_id), p_effect -> 'message', p_now);
  update message_queue
  set superseded_by_message_id = v_new,
      trace = trace || private.step('said anew', p_now, jsonb_build_object('by', v_new))
  where id = v_old.id;
end $$;
comment on function private.replace_message(uuid, uuid, jsonb, timestamptz) is
  'Queues what a superseded message wanted to say in new words, and links the two; YP002 when that has happened already.';
