create or replace function guard_consent_event()
returns trigger
language plpgsql
set search_path = pg_catalog, public
as $$
begin
  if tg_op = 'UPDATE' and private.may_pass_guard('erasure')
     and to_jsonb(old) - '{phone_number, words}'::text[] = to_jsonb(new) - '{phone_number, words}'::text[] then
    return new;
  end if;
  raise exception '% is append-only: % is refused', tg_table_name, tg_op using errcode = 'YP006';
end $$;
comment on function guard_consent_event() is
  'What was said about consent stays; erasure takes the number and the words, not that and when it was said.';

create or replace trigger on_consent_changed before update or delete on consent_events
for each row execute function guard_consent_event();
