create or replace function private.silence_of(p_user_id uuid, p_shown uuid, p_now timestamptz)
returns jsonb
language sql stable
set search_path = pg_catalog, public
as $$
  with written as (
    select sent_at from message_queue
    where user_id = p_user_id and status = 'sent' and budget_returned_at is null and item_type = 're_engagement')
  select jsonb_build_object(
    'user', private.user_document(u), 'paused', u.re_engagement_paused_at is not null,
    'messages', (
      select coalesce(jsonb_agg(jsonb_build_object(
        'id', m.id, 'role', m.role, 'direction', m.direction, 'content', m.content,
        'created_at', private.moment(m.created_at)) order by m.created_at, m.seq), '[]')
      from (select * from messages
            where user_id = u.id and purpose <> 'automatic'
              and (status not in ('cancelled', 'failed', 'undelivered') or delivered_at is not null)
            order by created_at desc, seq desc limit 10) m),
    'last_text_at', (
      select private.moment(created_at) from messages
      where user_id = u.id and direction = 'inbound' and purpose <> 'automatic'
      order by created_at desc limit 1),
    'sent', (select coalesce(jsonb_agg(private.moment(r.sent_at) order by r.sent_at), '[]') from written r),
    'answered_at', (
      select coalesce(jsonb_agg(private.moment(a.created_at)), '[]')
      from written r cross join lateral (
        select m.created_at from messages m
        where m.user_id = u.id and m.direction = 'inbound' and m.created_at > r.sent_at and m.purpose <> 'automatic'
        order by m.created_at limit 1) a),
    'waiting', exists (
      select from message_queue q
      where q.user_id = u.id and q.status in ('queued', 'approved') and q.item_type = 're_engagement'))
    || coalesce((
      select jsonb_build_object('unanswered_id', p.id) from user_priorities p
      where p.id = p_shown and p.user_id = u.id and p.status = 'presented' and p.spoken_of_at is null
        and (p.expires_at is null or p.expires_at > p_now)), '{}')
    || coalesce((
      select jsonb_build_object('best_id', p.id, 'best_score', p.value_score) from user_priorities p
      where p.user_id = u.id and p.status = 'active' and (p.expires_at is null or p.expires_at > p_now)
        and p.value_score is not null
      order by p.value_score desc, p.priority_rank limit 1), '{}')
  from users u where u.id = p_user_id
$$;
comment on function private.silence_of(uuid, uuid, timestamptz) is
  'What decides over a re-engagement: the last ten messages, what was tried before and answered, what waits, and what matters most; null when there is no such person.';
