create or replace function guard_suppressed_number()
returns trigger
language plpgsql
set search_path = pg_catalog, public
as $$
begin
  if new.opted_out_at is null and private.is_suppressed(new.phone_number) then
    new.opted_out_at := now();
  end if;
  return new;
end $$;
comment on function guard_suppressed_number() is
  'However a number comes back, if its erased owner had opted out it comes back opted out: nothing is sent to it.';

create or replace trigger on_number_taken before insert on users
for each row execute function guard_suppressed_number();
create or replace trigger on_number_changed_to before update of phone_number on users
for each row when (old.phone_number is distinct from new.phone_number)
execute function guard_suppressed_number();
