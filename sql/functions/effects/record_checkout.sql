create or replace function private.effect_record_checkout(
  p_user_id uuid, p_conversation_id uuid, p_agent_type text, p_effect jsonb, p_now timestamptz)
returns void
language plpgsql
set search_path = pg_catalog, public
as $$
begin
  -- Paid already, when Stripe was quicker than this turn: then it stays so.
  insert into stripe_payments (session_id, user_id, credits, amount, currency, state, created_at, updated_at)
  values (p_effect ->> 'session_id', p_user_id, (p_effect ->> 'credits')::integer, (p_effect ->> 'amount')::integer,
          p_effect ->> 'currency', 'open', p_now, p_now)
  on conflict (session_id) do nothing;
end $$;
comment on function private.effect_record_checkout(uuid, uuid, text, jsonb, timestamptz) is
  'A payment page was given to the person; the same one again changes nothing.';
