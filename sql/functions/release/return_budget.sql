create or replace function return_budget()
returns trigger
language plpgsql
set search_path = pg_catalog, public
as $$
declare
  v_queued message_queue;
  v_unit uuid[];
  v_at timestamptz := coalesce((new.trace -> -1 ->> 'at')::timestamptz, now());
begin
  select * into v_queued from message_queue where id = new.queue_id;
  v_unit := array(
    select id from message_queue
    where id = v_queued.id
       or sequence_id = v_queued.sequence_id and user_id = new.user_id and status = 'sent'
          and sent_at = v_queued.sent_at
    order by id for update);
  -- Only when no part of it went out, or may have. What failed never left Twilio, even if it had been
  -- accepted; what is undelivered did, and a carrier's receipt is no proof that nobody has read it.
  if not exists (select from messages where queue_id = v_queued.id
                 and (status not in ('cancelled', 'failed') or delivered_at is not null)) then
    perform private.take_back_presentation(v_queued.id, v_at);
  end if;
  if exists (select from messages where queue_id = any (v_unit)
             and (status not in ('cancelled', 'failed') or delivered_at is not null)) then
    return null;
  end if;
  update message_queue
  set budget_returned_at = v_at,
      trace = trace || private.step('budget returned', v_at, jsonb_build_object(
        'reason', 'it did not go out', 'message_id', new.id, 'status', new.status))
  where id = any (v_unit) and budget_date is not null and budget_returned_at is null;
  if found then
    update user_message_budget set messages_sent = greatest(messages_sent - 1, 0)
    where user_id = new.user_id and date = v_queued.budget_date;
  end if;
  return null;
end $$;
comment on function return_budget() is
  'Gives a released message''s place in the budget back, once, when it is known that nothing of it went out, and takes back what it presented.';

create or replace trigger on_proactive_message_ended after update of status on messages
for each row when (
  new.purpose = 'proactive' and new.queue_id is not null and old.status is distinct from new.status
  and new.status in ('cancelled', 'failed'))
execute function return_budget();
