create or replace function private.priorities_of(p_user_id uuid, p_returning uuid, p_now timestamptz)
returns jsonb
language sql stable
set search_path = pg_catalog, public
as $$
  select jsonb_build_object(
    'user', private.user_document(u),
    'active', (
      select coalesce(jsonb_agg(jsonb_build_object(
        'id', p.id, 'item_type', p.item_type, 'item_id', p.item_id, 'score', coalesce(p.value_score, 0))
        order by p.priority_rank), '[]')
      from user_priorities p
      where p.user_id = u.id and p.status = 'active' and (p.expires_at is null or p.expires_at > p_now)
        and (p.put_off_until is null or p.put_off_until <= p_now)),
    'returning', (
      select jsonb_build_object(
        'id', p.id, 'item_type', p.item_type, 'item_id', p.item_id, 'score', coalesce(p.value_score, 0))
      from user_priorities p
      where p.id = p_returning and p.user_id = u.id and p.status in ('active', 'presented')
        and (p.expires_at is null or p.expires_at > p_now)),
    'waiting', (
      select coalesce(jsonb_agg(w.id), '[]')
      from message_queue q, jsonb_array_elements_text(q.message_data -> 'priority_ids') w(id)
      where q.user_id = u.id and q.status in ('queued', 'approved')
        and jsonb_typeof(q.message_data -> 'priority_ids') = 'array')
      || (
      select coalesce(jsonb_agg(p.id), '[]')
      from message_queue q
      join user_priorities p on p.user_id = q.user_id and p.item_type = q.item_type and p.item_id = q.item_id
      where q.user_id = u.id and q.status in ('queued', 'approved')),
    'presented_score', (
      select coalesce(max(p.value_score), 0) from user_priorities p
      where p.user_id = u.id and p.status = 'presented' and p.last_presented_at > p_now - interval '7 days'))
  from users u where u.id = p_user_id
$$;
comment on function private.priorities_of(uuid, uuid, timestamptz) is
  'What could be told to a person, best rank first, and what they have been told lately; null when there is no such person.';
