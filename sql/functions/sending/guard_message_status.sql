create or replace function guard_message_status()
returns trigger
language plpgsql
set search_path = pg_catalog, public
as $$
begin
  if old.status in ('delivered', 'undelivered', 'failed', 'cancelled', 'received') then
    raise exception 'message % is % and stays so; it cannot become %', old.id, old.status, new.status
      using errcode = 'YP005', hint = 'Insert a new message with retry_of instead.';
  end if;
  return new;
end $$;
comment on function guard_message_status() is 'A terminal state never moves.';

create or replace trigger on_message_status before update of status on messages
for each row when (old.status is distinct from new.status)
execute function guard_message_status();
