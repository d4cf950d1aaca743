create or replace function settle_send(
  p_message_id uuid, p_token uuid, p_outcome text, p_sid text default null,
  p_error_code integer default null, p_error text default null,
  p_again_in interval default null, p_check_after interval default '10 minutes',
  p_opts_out boolean default false, p_now timestamptz default now())
returns text
language plpgsql
set search_path = pg_catalog, public
as $$
declare
  v_detail jsonb := jsonb_build_object('sid', p_sid, 'code', p_error_code, 'error', p_error);
  v_settled boolean;
begin
  if p_outcome not in ('accepted', 'refused', 'again', 'unconfirmed') then
    raise exception 'unknown outcome %', p_outcome using errcode = 'YP004';
  end if;
  if p_outcome = 'accepted' then
    -- Also when the lease was lost: what Twilio accepted must never be sent again.
    update messages
    set status = 'sent', twilio_message_sid = p_sid, sent_at = p_now, lease_token = null,
        leased_until = null, last_error = null, available_at = p_now + p_check_after,
        trace = trace || private.step('accepted', p_now, v_detail)
    where id = p_message_id and twilio_message_sid is null
      and status in ('queued_for_send', 'sending', 'unconfirmed');
    return case when found then 'accepted' else 'known' end;
  end if;
  if p_opts_out then
    -- Before the message's row, in the order in which everything else locks.
    perform 1 from users where id = (select user_id from messages where id = p_message_id) for no key update;
  end if;
  update messages
  set status = case p_outcome when 'refused' then 'failed' when 'again' then 'queued_for_send' else 'unconfirmed' end,
      lease_token = null, leased_until = null, absent_readings = 0, unknown_readings = 0,
      error_code = case when p_outcome = 'refused' then p_error_code else error_code end,
      error_message = case when p_outcome = 'refused' then p_error else error_message end,
      last_error = p_error,
      available_at = case when p_again_in is null then available_at else p_now + p_again_in end,
      trace = trace || private.step(
        case p_outcome when 'again' then 'retry' else p_outcome end, p_now, v_detail)
  where id = p_message_id and status = 'sending' and lease_token = p_token;
  v_settled := found;
  if p_opts_out then
    perform private.opt_out_by_error(p_message_id, p_error_code, p_now);
  end if;
  return case when v_settled then p_outcome else 'lost' end;
end $$;
comment on function settle_send(uuid, uuid, text, text, integer, text, interval, interval, boolean, timestamptz) is
  'What became of the call: accepted (recorded even after the lease was lost), refused for good, again after a while, or unconfirmed: unknown, the list is asked after p_again_in. With p_opts_out the refusal is the person''s opt-out.';
