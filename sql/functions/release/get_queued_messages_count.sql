create or replace function get_queued_messages_count()
returns table (priority text, count bigint, oldest_scheduled_for timestamptz)
language sql stable
set search_path = pg_catalog, public
as $$
  select q.priority, count(*), min(q.scheduled_for) from message_queue q
  where q.status in ('queued', 'approved') and q.scheduled_for <= now()
  group by q.priority order by private.priority_rank(q.priority)
$$;
comment on function get_queued_messages_count() is 'Due queued messages by priority, most urgent first, with the oldest due time.';
