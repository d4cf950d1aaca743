create or replace function private.record_payment(
  p_session_id text, p_payment_intent text, p_user uuid, p_credits integer, p_amount integer, p_currency text,
  p_now timestamptz default now())
returns text
language plpgsql
set search_path = pg_catalog, public
as $$
declare
  v_known stripe_payments;
  v_user users;
begin
  perform private.lock_payment(p_payment_intent);
  select * into v_user from users where id = p_user for no key update;
  select * into v_known from stripe_payments where session_id = p_session_id;
  if v_known.credits <> p_credits or v_known.user_id <> p_user then
    raise exception 'session % is for % credits of user %, not for % of user %', p_session_id,
      v_known.credits, v_known.user_id, p_credits, p_user using errcode = 'YP004';
  end if;
  if exists (select from stripe_payments where payment_intent = p_payment_intent and session_id <> p_session_id) then
    return 'doubled';
  end if;
  insert into stripe_payments as s
    (session_id, payment_intent, user_id, credits, amount, currency, state, created_at, updated_at, paid_at)
  values (p_session_id, p_payment_intent, v_user.id, p_credits, p_amount, p_currency, 'paid', p_now, p_now, p_now)
  on conflict (session_id) do update
    set payment_intent = excluded.payment_intent, amount = excluded.amount, currency = excluded.currency,
        state = 'paid', updated_at = p_now, paid_at = p_now
    where s.state <> 'paid';
  if not found then
    return 'known';
  end if;
  if v_user.id is null then
    return 'unclaimed';
  end if;
  perform private.book_credits(v_user.id, p_credits, 'credit_purchase', null, null, 'stripe:' || p_session_id);
  perform private.tell_of_credits(v_user.id, 'bought', p_credits, p_now);
  perform private.settle_reversals(p_session_id, p_now);
  return 'booked';
end $$;
comment on function private.record_payment(text, text, uuid, integer, integer, text, timestamptz) is
  'A checkout was paid: its credits are booked once, whoever says so how often, and the buyer is told. Outcomes: booked; known; unclaimed: nobody here has that id, nothing was booked; doubled: another checkout was booked for the same payment, whose money came once: nothing changes. YP004: the session is known with other credits or of another person.';
