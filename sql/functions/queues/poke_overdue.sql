create or replace function private.poke_overdue()
returns void
language plpgsql
set search_path = pg_catalog, public
as $$
begin
  if exists (select from private.messages_due(null, 1))
     -- Delivery that nobody reported is asked about; that is no row of the queue.
     or exists (select from messages where status = 'sent' and available_at <= now()) then
    perform private.poke('sms_sender', '{}');
  end if;
  if exists (select from private.events_due(null, 1))
     or exists (select from private.loop_queue_due(null, 1))
     or exists (select from private.twin_events_due(null, 1))
     -- Texts that never arrived leave no row: their search, once begun, has a moment of its own.
     or exists (select from private.sweeps where finished_at <= now() - interval '15 minutes') then
    perform private.poke('event_processor', '{}');
  end if;
  if exists (select from private.outbox_due(null, 1)) then
    perform private.poke('outbox_publisher', '{}');
  end if;
end $$;
comment on function private.poke_overdue() is
  'Pokes event_processor, outbox_publisher and sms_sender when something of theirs is due: with pg_cron as the only scheduler, a lost poke is made good here.';
