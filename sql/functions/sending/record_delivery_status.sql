create or replace function record_delivery_status(
  p_message_id uuid, p_sid text, p_status text, p_error_code integer default null,
  p_error text default null, p_retry_after interval default null, p_most_attempts integer default null,
  p_opts_out boolean default false, p_check_after interval default '10 minutes', p_now timestamptz default now())
returns text
language plpgsql
set search_path = pg_catalog, public
as $$
declare
  v_id uuid;
  v_user_id uuid;
  v_outcome text;
begin
  select id, user_id into v_id, v_user_id from messages
  where id = coalesce(p_message_id, (select id from messages where twilio_message_sid = p_sid))
    and direction = 'outbound';
  if not found then
    return 'unknown';
  end if;
  if p_opts_out then
    -- Before the message's row, in the order in which everything else locks.
    perform 1 from users where id = v_user_id for no key update;
  end if;
  v_outcome := private.apply_delivery(v_id, p_sid, p_status, p_error_code, p_error, p_retry_after,
                                      p_most_attempts, p_check_after, p_now);
  if p_opts_out then
    perform private.opt_out_by_error(v_id, p_error_code, p_now);
  end if;
  return v_outcome;
end $$;
comment on function record_delivery_status(uuid, text, text, integer, text, interval, integer, boolean, interval, timestamptz) is
  'What Twilio reports of a message: proof of acceptance in any state that is not terminal. It stores the SID and voids a lease. Terminal states win; late and repeated reports move nothing, except that late: it was delivered after all, so that nothing repeats it. With p_retry_after a delivery that failed goes out once more as a new row: while the text has had less than p_most_attempts, or once. With p_opts_out the error is the person''s opt-out.';
