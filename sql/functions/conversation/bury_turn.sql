create or replace function private.bury_turn(
  p_user_id uuid, p_event_ids uuid[], p_error text, p_apology text, p_now timestamptz)
returns void
language plpgsql
set search_path = pg_catalog, public
as $$
declare
  v_last uuid;
  v_conversation_id uuid;
begin
  insert into event_dead_letters (event_id, event_type, payload, error_message, retry_count,
                                  original_created_at, created_at)
  select id, event_type, payload, p_error, attempts, created_at, p_now from events
  where id = any (p_event_ids)
  on conflict (event_id) do update
    set error_message = excluded.error_message, retry_count = excluded.retry_count,
        created_at = excluded.created_at;
  select id into v_last from events
  where id = any (p_event_ids) order by seq desc limit 1;
  update events set processed = true, last_error = p_error where id = any (p_event_ids);
  select id into v_conversation_id from conversations
  where user_id = p_user_id and status in ('active', 'paused') order by created_at desc limit 1;
  if p_apology is not null and v_conversation_id is not null
     and exists (select from users where id = p_user_id and opted_out_at is null) then
    insert into messages (conversation_id, user_id, role, content, direction, status, in_reply_to, created_at)
    values (v_conversation_id, p_user_id, 'system', p_apology, 'outbound', 'pending', v_last, p_now);
  end if;
end $$;
comment on function private.bury_turn(uuid, uuid[], text, text, timestamptz) is
  'Gives events of a turn up: dead letters, and one honest apology to the person.';
