create or replace function private.pay_reserved(p_key text, p_to uuid, p_reason text)
returns void
language plpgsql
set search_path = pg_catalog, public
as $$
declare
  v_entry credit_events;
  v_level text := (select status_level from private.credit_reasons where event_type = p_reason and kind = 'bounty');
begin
  select * into v_entry from credit_events where idempotency_key = p_key;
  if not found then
    raise exception 'nothing is reserved as %', p_key using errcode = 'YP002';
  end if;
  -- Both people's rows, in the order of their ids as everywhere; then what has become of it.
  perform 1 from users where id in (p_to, v_entry.user_id) order by id for no key update;
  select * into v_entry from credit_events where idempotency_key = p_key;
  if p_reason is distinct from v_entry.event_type or p_to is null or p_to = v_entry.user_id or v_entry.amount >= 0 then
    raise exception '% is reserved for %: it cannot be paid to user % for %', p_key, v_entry.event_type, p_to, p_reason
      using errcode = 'YP004';
  end if;
  if v_entry.processed and not exists (select from credit_events where idempotency_key = p_key || ':paid') then
    raise exception 'the reservation % is not open: it was released', p_key using errcode = 'YP002';
  end if;
  perform private.add_credit_event(p_to, -v_entry.amount, p_reason, v_entry.reference_type, v_entry.reference_id,
    p_key || ':paid', null, true);
  update credit_events set processed = true where id = v_entry.id and not processed;
  perform private.raise_level(p_to, v_level);
end $$;
comment on function private.pay_reserved(text, uuid, text) is
  'Pays a reservation to p_to, once, with the level that they earn; the balance of who reserved may be below zero by then, what was set aside is paid all the same. YP002: nothing is reserved by this key, or it was released. YP004: it is reserved for another reason, was paid to somebody else, or is their own.';
