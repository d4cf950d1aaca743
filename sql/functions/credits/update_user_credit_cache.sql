create or replace function update_user_credit_cache()
returns trigger
language plpgsql
set search_path = pg_catalog, public
as $$
declare
  v_balance integer;
  v_available integer;
begin
  -- The lock stands in a statement of its own: the sums below must see what others committed.
  perform 1 from users where id = new.user_id for no key update;
  select coalesce(sum(amount) filter (where processed), 0), coalesce(sum(amount) filter (where processed or amount < 0), 0)
  into v_balance, v_available
  from credit_events where user_id = new.user_id;
  -- A reservation that becomes processed spends nothing more: it was refused here, or set aside.
  if tg_op = 'INSERT' and new.amount < 0 and v_available < 0
     and not exists (select from private.credit_reasons where event_type = new.event_type and kind = 'taken_back') then
    raise exception 'user % has too few credits: % are missing', new.user_id, -v_available
      using errcode = 'YP003';
  end if;
  if new.processed then
    update users set credit_balance = v_balance where id = new.user_id;
    update innovators set credits_balance = v_balance where user_id = new.user_id;
  end if;
  return null;
end $$;
comment on function update_user_credit_cache() is
  'Keeps the cached balances; refuses a spend or a reservation of more than is available, save what of a purchase is taken back.';

create or replace trigger on_credit_event_processed after insert or update of processed on credit_events
for each row when (new.processed or new.amount < 0)
execute function update_user_credit_cache();
