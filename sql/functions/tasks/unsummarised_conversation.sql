create or replace function private.unsummarised_conversation(p_conversation_id uuid, p_most integer, p_now timestamptz)
returns jsonb
language sql stable
set search_path = pg_catalog, public
as $$
  select jsonb_build_object(
    'user', private.user_document(u), 'summary', c.conversation_summary,
    'messages', (
      select coalesce(jsonb_agg(jsonb_build_object(
        'id', m.id, 'role', m.role, 'direction', m.direction, 'content', m.content,
        'media_count', jsonb_array_length(m.media), 'created_at', private.moment(m.created_at)) order by m.seq), '[]')
      from (select * from messages
            where conversation_id = c.id
              and seq > coalesce((select seq from messages where id = c.last_summary_message_id), 0)
              and (status not in ('cancelled', 'failed', 'undelivered') or delivered_at is not null)
              and purpose <> 'automatic'
            order by seq limit p_most) m),
    'texts_at', (
      select coalesce(jsonb_agg(private.moment(t.created_at)), '[]')
      from (select created_at from messages
            where user_id = u.id and direction = 'inbound' and purpose <> 'automatic'
              and created_at > p_now - interval '90 days'
            order by created_at desc limit 500) t),
    'open_question', c.open_question::text,
    'waiting', coalesce(turn_context(u.id, null, false, p_now) -> 'waiting', '[]'))
  from conversations c join users u on u.id = c.user_id
  where c.id = p_conversation_id
$$;
comment on function private.unsummarised_conversation(uuid, integer, timestamptz) is
  'A conversation with at most p_most messages after its last summary, oldest first, when the person wrote in the last 90 days, and what is pending; null when there is none.';
