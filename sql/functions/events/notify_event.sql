create or replace function notify_event()
returns trigger
language plpgsql security definer
set search_path = ''
as $$
declare
  v_ids jsonb;
begin
  -- A text is answered by the request that recorded it, or taken along by the one at work.
  select jsonb_agg(id) into v_ids
  from (select id from inserted
        where not processed and lease_token is null and event_type <> 'user.message.received'
        order by seq limit 100) due;
  if v_ids is not null then
    perform private.notify_channel('agent_events', v_ids);
    perform private.poke('event_processor', jsonb_build_object('event_ids', v_ids));
  end if;
  return null;
end $$;
comment on function notify_event() is 'Pokes event_processor with the ids of what now waits.';

create or replace trigger on_event_created after insert on events
referencing new table as inserted
for each statement execute function notify_event();
