create or replace function private.reserve_credits(
  p_user uuid, p_amount integer, p_reason text, p_reference_type text, p_reference_id uuid, p_key text,
  p_description text default null)
returns boolean
language plpgsql
set search_path = pg_catalog, public
as $$
declare
  v_reason private.credit_reasons :=
    private.credit_reason(p_user, p_amount, p_reason, p_reference_type, p_reference_id, p_key);
  v_entry credit_events;
begin
  if v_reason.kind <> 'bounty' then
    raise exception 'credits for % are booked, not reserved', p_reason using errcode = 'YP004';
  end if;
  -- The lock stands in a statement of its own: what is available must be read with what others committed.
  perform 1 from users where id = p_user for no key update;
  select * into v_entry from credit_events where idempotency_key = p_key;
  if v_entry.processed then
    raise exception 'the reservation % is not open: it was paid or released', p_key using errcode = 'YP002';
  end if;
  if v_entry.id is null and private.available_credits(p_user) < p_amount then
    return false;
  end if;
  perform private.add_credit_event(p_user, -p_amount, p_reason, p_reference_type, p_reference_id, p_key, p_description, false);
  return true;
end $$;
comment on function private.reserve_credits(uuid, integer, text, text, uuid, text, text) is
  'Sets p_amount credits of a person aside for a bounty. False: they have fewer than that available, and nothing is reserved. The same key again: true, reserved once. YP002: what this key reserved was paid or released. YP004: it fits no row of private.credit_reasons, or the key stands for something else.';
