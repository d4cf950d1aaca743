create or replace function notify_system_event()
returns trigger
language plpgsql security definer
set search_path = ''
as $$
begin
  -- The row is the entity's lock until the commit, so its events get their places in the outbox in
  -- the order in which they become visible. record_system_events has taken it already.
  insert into private.loop_queue as q (org_id, entity_type, entity_id)
  select distinct i.org_id, i.primary_entity_type, i.primary_entity_id
  from inserted i
  order by 1, 2, 3
  on conflict on constraint loop_queue_pkey
    do update set version = q.version + 1, changed_at = excluded.changed_at
    where q.xmin is distinct from pg_catalog.pg_current_xact_id()::pg_catalog.xid;

  -- A transition table gives its rows in the order of their insertion.
  insert into private.outbox (event_id, org_id) select i.id, i.org_id from inserted i;
  if found then
    perform private.poke('event_processor', '{"event_ids": []}');
    perform private.poke('outbox_publisher', '{}');
  end if;
  return null;
end $$;
comment on function notify_system_event() is
  'Every new event, however it was written, has its entity''s loops worked out anew and goes to the outbox.';

create or replace trigger on_system_event_created after insert on system_events
referencing new table as inserted
for each statement execute function notify_system_event();
