create or replace function private.change_consent(
  p_user_id uuid, p_change text, p_source text, p_words text, p_message_id uuid, p_now timestamptz)
returns void
language plpgsql
set search_path = pg_catalog, public
as $$
begin
  insert into consent_events (user_id, phone_number, change, source, words, message_id, created_at)
  select id, phone_number, p_change, p_source, p_words, p_message_id, p_now
  from users where id = p_user_id;
  if p_change = 'in' then
    perform private.lift_suppression(phone_number) from users where id = p_user_id;
  end if;
  update users
  set opted_out_at = case when p_change = 'out' then p_now end, updated_at = p_now
  where id = p_user_id;
  if p_change = 'out' then
    update messages
    set status = 'cancelled', lease_token = null, leased_until = null,
        trace = trace || private.step('cancelled', p_now, '{"reason": "opted out"}')
    where user_id = p_user_id and status = 'queued_for_send'
      and purpose in ('conversation', 'proactive');
    update message_queue
    set status = 'cancelled', last_error = null,
        trace = trace || private.step('cancelled', p_now, '{"reason": "opted out"}')
    where user_id = p_user_id and status in ('queued', 'approved');
    -- What a running turn holds is dropped when it settles; what nobody holds is answered by nobody.
    update events set processed = true, last_error = 'opted out'
    where aggregate_id = p_user_id and lane = 'conversation' and not processed and lease_token is null;
  end if;
end $$;
comment on function private.change_consent(uuid, text, text, text, uuid, timestamptz) is
  'Opts a person out or in, writes why, and cancels what waits. The caller holds the user''s row.';
