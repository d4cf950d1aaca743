create or replace function private.tell_machine(
  p_user_id uuid, p_conversation conversations, p_words text, p_now timestamptz)
returns void
language plpgsql
set search_path = pg_catalog, public
as $$
begin
  if p_words is null or p_conversation.machine_told_at > p_now - interval '1 day' then
    return;
  end if;
  insert into messages (conversation_id, user_id, role, content, direction, status, created_at)
  values (p_conversation.id, p_user_id, 'system', p_words, 'outbound', 'pending', p_now);
  update conversations set machine_told_at = p_now where id = p_conversation.id;
end $$;
comment on function private.tell_machine(uuid, conversations, text, timestamptz) is
  'Says once a day to somebody that their texts look automatic, and what comes of more like them.';
