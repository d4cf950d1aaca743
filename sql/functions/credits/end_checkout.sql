create or replace function private.end_checkout(p_session_id text, p_state text, p_now timestamptz default now())
returns text
language plpgsql
set search_path = pg_catalog, public
as $$
declare
  v_user uuid;
  v_credits integer;
begin
  if p_state not in ('unpaid', 'failed', 'expired') then
    raise exception 'a checkout without a payment ends unpaid, failed or expired, not %', p_state using errcode = 'YP004';
  end if;
  update stripe_payments set state = p_state, updated_at = p_now
  where session_id = p_session_id
    and (state = 'open' or state = 'unpaid' and p_state = 'failed')
  returning user_id, credits into v_user, v_credits;
  if not found then
    return 'unchanged';
  end if;
  if p_state = 'failed' then
    perform private.tell_of_credits(v_user, 'failed', v_credits, p_now);
  end if;
  return p_state;
end $$;
comment on function private.end_checkout(text, text, timestamptz) is
  'A checkout ended and no money came: unpaid (the bank may still pay), failed (it did not: the buyer is told) or expired. One that was paid, or is not ours, stays as it is.';
