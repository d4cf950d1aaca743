create or replace function dismiss_queued_message(p_queue_id uuid, p_now timestamptz default now())
returns boolean
language plpgsql
set search_path = pg_catalog, public
as $$
begin
  perform from users where id = (select user_id from message_queue where id = p_queue_id) for no key update;
  update message_queue q
  set last_error = null, trace = q.trace || private.step('dismissed', p_now)
  from message_queue asked
  where asked.id = p_queue_id and asked.status = 'cancelled' and asked.last_error is not null
    and q.user_id = asked.user_id and coalesce(q.sequence_id, q.id) = coalesce(asked.sequence_id, asked.id)
    and q.status = 'cancelled' and q.last_error is not null;
  return found;
end $$;
comment on function dismiss_queued_message(uuid, timestamptz) is
  'A queued message that was given up is not sent, nor what was given up of its sequence. False: it was not given up, or there is none.';
