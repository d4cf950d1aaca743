create or replace function notify_queued_message()
returns trigger
language plpgsql security definer
set search_path = ''
as $$
begin
  if exists (select from inserted where status = 'queued' and scheduled_for <= now()) then
    perform private.poke('message_orchestrator', '{}');
  end if;
  return null;
end $$;
comment on function notify_queued_message() is 'Pokes message_orchestrator when something is due at once.';

create or replace trigger on_message_queued after insert on message_queue
referencing new table as inserted
for each statement execute function notify_queued_message();
