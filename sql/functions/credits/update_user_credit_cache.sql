create or replace function update_user_credit_cache()
returns trigger
language plpgsql
set search_path = pg_catalog, public
as $$
declare
  v_balance integer;
begin
  -- The lock stands in a statement of its own: the sum below must see what others committed.
  perform 1 from users where id = new.user_id for no key update;
  select coalesce(sum(amount), 0) into v_balance
  from credit_events where user_id = new.user_id and processed;
  if new.amount < 0 and v_balance < 0 then
    raise exception 'user % has too few credits: % are missing', new.user_id, -v_balance
      using errcode = 'YP003';
  end if;
  update users set credit_balance = v_balance where id = new.user_id;
  update innovators set credits_balance = v_balance where user_id = new.user_id;
  return null;
end $$;
comment on function update_user_credit_cache() is
  'Keeps the cached balances; refuses a spend that would make a balance negative.';

create or replace trigger on_credit_event_processed after insert or update of processed on credit_events
for each row when (new.processed)
execute function update_user_credit_cache();
