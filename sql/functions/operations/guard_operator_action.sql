create or replace function guard_operator_action()
returns trigger
language plpgsql
set search_path = pg_catalog, public
as $$
begin
  if tg_op = 'UPDATE' and private.may_pass_guard('erasure')
     and to_jsonb(old) - '{actor,reason,detail}'::text[] = to_jsonb(new) - '{actor,reason,detail}'::text[] then
    return new;
  end if;
  raise exception '% is append-only: % is refused', tg_table_name, tg_op using errcode = 'YP006';
end $$;
comment on function guard_operator_action() is
  'What operators did stays; erasure takes the words that may tell of the person, not what was done and when.';

create or replace trigger on_operator_action_changed before update or delete on operator_actions
for each row execute function guard_operator_action();
