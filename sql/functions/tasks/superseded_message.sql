create or replace function private.superseded_message(p_queue_id uuid, p_now timestamptz)
returns jsonb
language sql stable
set search_path = pg_catalog, public
as $$
  with parts as (
    select p.* from message_queue q
    join message_queue p on p.user_id = q.user_id and (p.id = q.id or p.sequence_id = q.sequence_id)
    where q.id = p_queue_id and p.status = 'superseded' and p.superseded_by_message_id is null)
  select jsonb_build_object(
    'user', private.user_document(u), 'agent_id', q.agent_id, 'priority', q.priority,
    'parts', (
      select coalesce(jsonb_agg(jsonb_build_object('id', p.id, 'message_data', p.message_data)
        order by p.sequence_position, p.seq), '[]')
      from parts p),
    'item_type', q.item_type, 'item_id', q.item_id,
    'still_matter', (
      select coalesce(jsonb_agg(p.id order by p.priority_rank), '[]') from user_priorities p
      where p.user_id = u.id and p.status in ('active', 'presented') and (p.expires_at is null or p.expires_at > p_now)
        and p.id::text in (
          select jsonb_array_elements_text(message_data -> 'priority_ids') from parts
          where jsonb_typeof(message_data -> 'priority_ids') = 'array')),
    'since', (
      select coalesce(jsonb_agg(jsonb_build_object(
        'id', m.id, 'role', m.role, 'direction', m.direction, 'content', m.content,
        'created_at', private.moment(m.created_at)) order by m.created_at, m.seq), '[]')
      from (select * from messages
            where user_id = u.id and created_at >= q.created_at and purpose <> 'automatic'
              and (status not in ('cancelled', 'failed', 'undelivered') or delivered_at is not null)
            order by created_at desc, seq desc limit 20) m))
  from message_queue q join users u on u.id = q.user_id
  where q.id = p_queue_id
$$;
comment on function private.superseded_message(uuid, timestamptz) is
  'A waiting message that was superseded, with its sequence, what of it still matters, and what has been said since; null when there is none.';
