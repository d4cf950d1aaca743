create or replace function private.settle_reversals(p_session_id text, p_now timestamptz)
returns integer
language plpgsql
set search_path = pg_catalog, public
as $$
declare
  v_payment stripe_payments;
  v_reported timestamptz;
  v_taken bigint;
  v_credits integer;
  v_entries integer;
begin
  select * into v_payment from stripe_payments where session_id = p_session_id;
  v_reported := (select max(at) from private.stripe_reversals where payment_intent = v_payment.payment_intent and kind = 'refund');
  select coalesce(sum(case when kind <> 'refund_failed' then amount
                           -- A charge that was reported after the failure does not count that refund any more.
                           when at >= v_reported then -amount else 0 end), 0) into v_taken
  from private.stripe_reversals where payment_intent = v_payment.payment_intent;
  -- Refund and dispute of one payment take it back once; in favour of the buyer when it does not divide.
  v_taken := greatest(0, least(v_taken, v_payment.amount));
  v_credits := v_payment.credits * v_taken / v_payment.amount;
  if v_credits = v_payment.taken_back then
    return 0;
  end if;
  update stripe_payments set taken_back = v_credits, updated_at = p_now where session_id = p_session_id;
  if v_payment.user_id is not null then
    v_entries := (select count(*) from credit_events where user_id = v_payment.user_id
                  and starts_with(idempotency_key, 'stripe_back:' || p_session_id || ':'));
    perform private.book_credits(v_payment.user_id, v_payment.taken_back - v_credits, 'purchase_taken_back', null, null,
      format('stripe_back:%s:%s', p_session_id, v_entries + 1));
    perform private.tell_of_credits(v_payment.user_id,
      case when v_credits > v_payment.taken_back then 'taken_back' else 'given_back' end,
      abs(v_credits - v_payment.taken_back), p_now);
  end if;
  return v_credits - v_payment.taken_back;
end $$;
comment on function private.settle_reversals(text, timestamptz) is
  'Books the credits that are to be taken back of a payment (credits x what is taken back / what was paid) minus those that were, and tells the buyer. The caller holds the payment and its buyer.';

create or replace function private.lock_payment(p_payment_intent text)
returns void
language sql
set search_path = pg_catalog, public
as $$
  select pg_advisory_xact_lock(hashtextextended('stripe_payment:' || p_payment_intent, 0)) where p_payment_intent is not null
$$;
comment on function private.lock_payment(text) is
  'One report about a payment at a time, before the buyer''s row: a refund may be told before the payment is known.';
