create or replace function private.book_credits(
  p_user uuid, p_amount integer, p_reason text, p_reference_type text, p_reference_id uuid, p_key text,
  p_description text default null)
returns uuid
language plpgsql
set search_path = pg_catalog, public
as $$
declare
  v_reason private.credit_reasons :=
    private.credit_reason(p_user, p_amount, p_reason, p_reference_type, p_reference_id, p_key);
  v_id uuid;
begin
  if v_reason.kind not in ('earned', 'bought', 'taken_back') then
    raise exception 'credits for % are reserved and then paid or released, not booked', p_reason using errcode = 'YP004';
  end if;
  perform 1 from users where id = p_user for no key update;
  v_id := private.add_credit_event(p_user, p_amount, p_reason, p_reference_type, p_reference_id, p_key, p_description, true);
  perform private.raise_level(p_user, v_reason.status_level);
  return v_id;
end $$;
comment on function private.book_credits(uuid, integer, text, text, uuid, text, text) is
  'Books credits that a person earned or bought, or what of a purchase is taken back; with the level that they earn. The same key again: the same row, nothing is booked twice. YP004: it fits no row of private.credit_reasons, or the key stands for something else.';
