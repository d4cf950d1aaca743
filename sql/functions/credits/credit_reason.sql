create or replace function private.credit_reason(
  p_user uuid, p_amount integer, p_reason text, p_reference_type text, p_reference_id uuid, p_key text)
returns private.credit_reasons
language plpgsql stable
set search_path = pg_catalog, public
as $$
declare
  v_reason private.credit_reasons;
  v_key text;
begin
  select * into v_reason from private.credit_reasons where event_type = p_reason;
  if not found then
    raise exception 'credits cannot be booked for %: it is not in private.credit_reasons', coalesce(p_reason, 'no reason')
      using errcode = 'YP004';
  end if;
  if p_user is null or coalesce(p_amount, 0) = 0 or p_amount < 0 and v_reason.kind <> 'taken_back' then
    raise exception '% credits cannot be booked for % to user %', coalesce(p_amount::text, 'no'), p_reason, p_user
      using errcode = 'YP004';
  end if;
  if p_reference_type is distinct from v_reason.reference_type
     or (p_reference_id is null) <> (v_reason.reference_type is null) then
    raise exception 'credits for % refer to a %, not to % %', p_reason,
      coalesce(v_reason.reference_type, 'null'), coalesce(p_reference_type, 'null'), p_reference_id using errcode = 'YP004';
  end if;
  v_key := replace(replace(v_reason.key_pattern, '{reference}', coalesce(p_reference_id::text, '')), '{user}', p_user::text);
  if not coalesce(case when v_key like '%*' then starts_with(p_key, rtrim(v_key, '*')) else p_key = v_key end, false) then
    raise exception 'the key of credits for % is %, not %', p_reason, v_key, coalesce(p_key, 'null') using errcode = 'YP004';
  end if;
  return v_reason;
end $$;
comment on function private.credit_reason(uuid, integer, text, text, uuid, text) is
  'The reason, when an entry fits it in sign, reference and key. YP004: it does not.';
