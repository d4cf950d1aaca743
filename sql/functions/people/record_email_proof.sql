create or replace function record_email_proof(
  p_token text, p_address text, p_rejection text, p_mail_id text, p_now timestamptz default now())
returns text
language plpgsql
set search_path = pg_catalog, public
as $$
declare
  v_user users;
  v_rejection text := p_rejection;
begin
  select * into v_user from users where email_verification_token = lower(p_token) for no key update;
  if not found then
    return 'unknown';
  end if;
  if exists (select from events where source = 'mail' and request_id = p_mail_id) then
    return 'duplicate';
  end if;
  if v_user.email_verified then
    return 'already_verified';
  end if;
  if v_rejection is null
     and exists (select from users where lower(email) = lower(p_address) and id <> v_user.id) then
    v_rejection := 'taken';
  end if;
  if v_rejection is null then
    update users set email = lower(p_address), email_verified = true, updated_at = p_now
    where id = v_user.id;
  end if;
  insert into events (event_type, aggregate_type, aggregate_id, payload, created_by, source,
                      request_id, occurred_at, created_at, available_at, lane, processed, processed_at)
  values (case when v_rejection is null then 'user.email.verified' else 'user.email.rejected' end,
          'user', v_user.id, jsonb_strip_nulls(jsonb_build_object('reason', v_rejection)),
          'email_webhook', 'mail', p_mail_id, p_now, p_now, p_now, 'conversation',
          v_user.opted_out_at is not null, case when v_user.opted_out_at is not null then p_now end);
  return coalesce('rejected_' || v_rejection, 'verified');
end $$;
comment on function record_email_proof(text, text, text, text, timestamptz) is
  'Mail came to verify-<token>@. Without a rejection the address is proved and stored; either way the person''s agent hears of it. Returns unknown, duplicate, already_verified, verified or rejected_<reason>.';
