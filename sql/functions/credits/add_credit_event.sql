create or replace function private.add_credit_event(
  p_user uuid, p_amount integer, p_reason text, p_reference_type text, p_reference_id uuid, p_key text,
  p_description text, p_processed boolean)
returns uuid
language plpgsql
set search_path = pg_catalog, public
as $$
declare
  v_entry credit_events;
begin
  insert into credit_events (user_id, event_type, amount, reference_type, reference_id, idempotency_key, description, processed)
  values (p_user, p_reason, p_amount, p_reference_type, p_reference_id, p_key, p_description, p_processed)
  on conflict (idempotency_key) do nothing returning * into v_entry;
  if found then
    return v_entry.id;
  end if;
  select * into v_entry from credit_events where idempotency_key = p_key;
  if (v_entry.user_id, v_entry.event_type, v_entry.amount, v_entry.reference_type, v_entry.reference_id)
     is distinct from (p_user, p_reason, p_amount, p_reference_type, p_reference_id) then
    raise exception 'the key % stands for % credits of user % for %, not for % of user % for %', p_key,
      v_entry.amount, v_entry.user_id, v_entry.event_type, p_amount, p_user, p_reason using errcode = 'YP004';
  end if;
  return v_entry.id;
end $$;
comment on function private.add_credit_event(uuid, integer, text, text, uuid, text, text, boolean) is
  'Writes an entry of the ledger once: the same key again is the same row. YP004: the key stands for something else. YP003: it would spend what is not there. The caller holds the person''s row.';
