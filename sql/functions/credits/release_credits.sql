create or replace function private.release_credits(p_key text)
returns void
language plpgsql
set search_path = pg_catalog, public
as $$
declare
  v_entry credit_events;
begin
  select * into v_entry from credit_events where idempotency_key = p_key;
  if not found then
    return;
  end if;
  perform 1 from users where id = v_entry.user_id for no key update;
  select * into v_entry from credit_events where idempotency_key = p_key;
  if exists (select from credit_events where idempotency_key = p_key || ':released') then
    return;
  end if;
  if v_entry.processed or v_entry.amount >= 0 then
    raise exception 'the reservation % is not open: it was paid', p_key using errcode = 'YP002';
  end if;
  perform private.add_credit_event(v_entry.user_id, -v_entry.amount, 'reservation_released', v_entry.reference_type,
    v_entry.reference_id, p_key || ':released', null, true);
  update credit_events set processed = true where id = v_entry.id;
end $$;
comment on function private.release_credits(text) is
  'Gives a reservation back by a counter-entry; both count from then on, which changes no balance. Nothing was reserved, or it is released already: no change. YP002: it was paid.';
