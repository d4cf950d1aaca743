create or replace function check_conversation_summary()
returns trigger
language plpgsql
set search_path = pg_catalog, public
as $$
declare
  v_count integer;
begin
  update conversations
  set messages_since_summary = coalesce(messages_since_summary, 0) + 1,
      last_message_at = greatest(last_message_at, new.created_at),
      updated_at = new.created_at
  where id = new.conversation_id
  returning messages_since_summary into v_count;
  if v_count >= 50 then
    insert into agent_tasks (task_type, agent_type, user_id, context_id, context_type,
                             scheduled_for, priority, context_json, created_by)
    values ('create_conversation_summary', 'system', new.user_id, new.conversation_id, 'conversation',
            new.created_at, 'medium', jsonb_build_object('conversation_id', new.conversation_id),
            'conversation_summary_trigger');
    update conversations set messages_since_summary = 0 where id = new.conversation_id;
  end if;
  return null;
end $$;
comment on function check_conversation_summary() is
  'Counts the messages of a conversation; every 50th creates the task that summarises it.';

-- What comes back from the archive was counted when it was new.
create or replace trigger on_message_count_check after insert on messages
for each row when (current_setting('yachtparty.restoring', true) is distinct from 'on')
execute function check_conversation_summary();
