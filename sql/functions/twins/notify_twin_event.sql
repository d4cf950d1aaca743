create or replace function notify_twin_event()
returns trigger
language plpgsql security definer
set search_path = ''
as $$
declare
  v_ids jsonb;
begin
  select jsonb_agg(id) into v_ids
  from (select id from inserted where not processed and private.is_for_people(event_type) order by seq limit 100) due;
  if v_ids is not null then
    perform private.poke('event_processor', jsonb_build_object('event_ids', v_ids));
  end if;
  return null;
end $$;
comment on function notify_twin_event() is 'Pokes event_processor with the ids of what people are now to be told.';

create or replace trigger on_twin_event_created after insert on twin_events
referencing new table as inserted
for each statement execute function notify_twin_event();
