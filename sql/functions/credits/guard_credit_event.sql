create or replace function guard_credit_event()
returns trigger
language plpgsql
set search_path = pg_catalog, public
as $$
begin
  if tg_op = 'UPDATE'
     and not old.processed and new.processed
     and (to_jsonb(old) - 'processed') = (to_jsonb(new) - 'processed') then
    return new;
  end if;
  if tg_op = 'UPDATE' and private.may_pass_guard('erasure')
     and (to_jsonb(old) - 'description') = (to_jsonb(new) - 'description') then
    return new;
  end if;
  raise exception 'credit_events is append-only: of entry % only processed may turn true, once', old.id
    using errcode = 'YP006';
end $$;
comment on function guard_credit_event() is 'The ledger is append-only; a reservation may be booked once, and erasure takes the words.';

create or replace trigger on_credit_event_changed before update or delete on credit_events
for each row execute function guard_credit_event();
