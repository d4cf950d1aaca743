create or replace function private.machine_loop(p_user_id uuid, p_conversation_id uuid, p_now timestamptz)
returns text
language plpgsql stable
set search_path = pg_catalog, public
as $$
begin
  if (select count(distinct in_reply_to) from messages
      where user_id = p_user_id and direction = 'outbound' and in_reply_to is not null
        and status <> 'cancelled' and created_at > p_now - interval '5 minutes') >= 10 then
    return 'more than 10 replies within 5 minutes';
  end if;
  if (select count(*) = 5 and count(distinct lower(btrim(content))) = 1 and bool_and(content <> '')
      from (select content, created_at from messages
            where conversation_id = p_conversation_id and direction = 'inbound' and purpose <> 'automatic'
            order by seq desc limit 5) latest
      where created_at > p_now - interval '1 hour') then
    return 'the same text 5 times';
  end if;
  return null;
end $$;
comment on function private.machine_loop(uuid, uuid, timestamptz) is
  'Why this looks like two machines talking to each other, or null.';
