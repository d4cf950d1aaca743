create or replace function notify_send_sms()
returns trigger
language plpgsql security definer
set search_path = ''
as $$
declare
  v_ids jsonb;
begin
  select jsonb_agg(id) into v_ids
  from (select id from inserted where direction = 'outbound' and status = 'queued_for_send'
        order by seq limit 100) due;
  if v_ids is not null then
    perform private.notify_channel('send_sms', v_ids);
    perform private.poke('sms_sender', jsonb_build_object('message_ids', v_ids));
  end if;
  return null;
end $$;
comment on function notify_send_sms() is 'Pokes sms_sender with the ids of what now waits.';

create or replace trigger on_message_send after insert on messages
referencing new table as inserted
for each statement execute function notify_send_sms();
