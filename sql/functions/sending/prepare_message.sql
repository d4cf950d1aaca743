create or replace function prepare_message()
returns trigger
language plpgsql
set search_path = pg_catalog, public
as $$
begin
  if new.direction = 'inbound' then
    new.status := coalesce(new.status, 'received');
  elsif coalesce(new.status, 'pending') = 'pending' then
    new.status := 'queued_for_send';
    new.available_at := greatest(new.available_at, new.created_at);
    new.trace := new.trace || private.step('queued', new.created_at);
  end if;
  return new;
end $$;
comment on function prepare_message() is
  'A message that is inserted without a status, or pending, is queued for sending at once.';

create or replace trigger before_message_insert before insert on messages
for each row execute function prepare_message();
