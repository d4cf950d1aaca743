create or replace function guard_append_only()
returns trigger
language plpgsql
set search_path = pg_catalog, public
as $$
begin
  raise exception '% is append-only: % is refused', tg_table_name, tg_op using errcode = 'YP006';
end $$;
comment on function guard_append_only() is 'Refuses to change or delete what was written.';

create or replace trigger on_consent_emptied before truncate on consent_events
for each statement execute function guard_append_only();
create or replace trigger on_credit_events_emptied before truncate on credit_events
for each statement execute function guard_append_only();
create or replace trigger on_operator_actions_emptied before truncate on operator_actions
for each statement execute function guard_append_only();
