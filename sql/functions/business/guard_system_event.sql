create or replace function guard_system_event()
returns trigger
language plpgsql
set search_path = pg_catalog, public
as $$
begin
  if tg_op = 'UPDATE' and private.may_pass_guard('erasure') and private.is_tombstone(new.payload)
     and to_jsonb(old) - 'payload' = to_jsonb(new) - 'payload' then
    return new;
  end if;
  raise exception 'system_events are append-only: % of event % is refused', tg_op, old.id using errcode = 'YP006';
end $$;
comment on function guard_system_event() is 'What was written stays: erasure alone takes the words out of it.';

create or replace trigger on_system_event_changed before update or delete on system_events
for each row execute function guard_system_event();
create or replace trigger on_system_events_emptied before truncate on system_events
for each statement execute function guard_append_only();
