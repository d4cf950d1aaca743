create or replace function private.take_back_payment(
  p_payment_intent text, p_object_id text, p_kind text, p_amount integer, p_rank integer, p_at timestamptz, p_event_id text,
  p_now timestamptz default now())
returns text
language plpgsql
set search_path = pg_catalog, public
as $$
declare
  v_session text;
begin
  perform private.lock_payment(p_payment_intent);
  perform 1 from users
  where id = (select user_id from stripe_payments where payment_intent = p_payment_intent) for no key update;
  insert into private.stripe_reversals as r (object_id, payment_intent, kind, amount, rank, at, event_id)
  values (p_object_id, p_payment_intent, p_kind, p_amount, p_rank, p_at, p_event_id)
  on conflict (object_id) do update
    set amount = excluded.amount, rank = excluded.rank, at = excluded.at, event_id = excluded.event_id
    where (excluded.at, excluded.rank) > (r.at, r.rank);
  if not found then
    return 'known';
  end if;
  select session_id into v_session from stripe_payments where payment_intent = p_payment_intent and state = 'paid';
  if not found then
    return 'kept';
  end if;
  return case when private.settle_reversals(v_session, p_now) = 0 then 'unchanged' else 'booked' end;
end $$;
comment on function private.take_back_payment(text, text, text, integer, integer, timestamptz, text, timestamptz) is
  'What of a payment is taken back by a charge''s refunds, a failed refund or a dispute, as of p_at; the balance may go below zero. Outcomes: booked; unchanged: credits stay as they are; known: the same or something newer was told before; kept: no such payment yet, or none of ours.';
