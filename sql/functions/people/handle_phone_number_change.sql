create or replace function handle_phone_number_change()
returns trigger
language plpgsql
set search_path = pg_catalog, public
as $$
begin
  new.phone_number_history := old.phone_number_history || jsonb_build_object(
    'phone_number', old.phone_number, 'changed_at', now(), 'changed_reason', 'user_update');
  update conversations
  set status = 'closed', taken_over_by = null, updated_at = now()
  where user_id = new.id and phone_number = old.phone_number and status in ('active', 'paused');
  return new;
end $$;
comment on function handle_phone_number_change() is
  'Archives the old number in the row itself and closes its conversations.';

create or replace trigger on_phone_change before update of phone_number on users
for each row when (old.phone_number is distinct from new.phone_number and new.erased_at is null)
execute function handle_phone_number_change();
