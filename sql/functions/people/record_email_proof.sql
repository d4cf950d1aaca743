create or replace function record_email_proof(
  p_token text, p_address text, p_rejection text, p_mail_id text, p_signature bytea, p_content bytea,
  p_now timestamptz default now())
returns text
language plpgsql
set search_path = pg_catalog, public
as $$
declare
  v_user users;
  v_rejection text := p_rejection;
  v_silent boolean;
  v_mail_id constant text := private.opaque_key(p_mail_id);
begin
  -- A signature is good for 15 minutes, and its first content for ever.
  delete from private.mail_signatures s using (
    select signature from private.mail_signatures where seen_at < p_now - interval '1 hour'
    limit 100 for update skip locked) old
  where s.signature = old.signature;
  insert into private.mail_signatures (signature, content, seen_at)
  values (p_signature, p_content, p_now) on conflict do nothing;
  if not found and (select content from private.mail_signatures where signature = p_signature)
                   is distinct from p_content then
    return 'replayed';
  end if;
  if p_token is null then
    return 'not_for_us';
  end if;
  select * into v_user from users where email_verification_token = lower(p_token) for no key update;
  if not found then
    return 'unknown';
  end if;
  if exists (select from events where source = 'mail' and request_id = v_mail_id) then
    return 'duplicate';
  end if;
  -- A proved address stays, unless the person has asked lately to replace it.
  if v_user.email_verified
     and (v_user.email_change_asked_at is null or v_user.email_change_asked_at < p_now - interval '7 days'
          or lower(v_user.email) = lower(p_address)) then
    return 'already_verified';
  end if;
  if v_rejection is null
     and exists (select from users where lower(email) = lower(p_address) and id <> v_user.id) then
    v_rejection := 'taken';
  end if;
  if v_rejection is null then
    update users set email = lower(p_address), email_verified = true, email_change_asked_at = null, updated_at = p_now
    where id = v_user.id;
  end if;
  -- Whoever knows the address could have us text the person without end.
  v_silent := v_user.opted_out_at is not null or v_rejection is not null and 10 <= (
    select count(*) from events
    where aggregate_type = 'user' and aggregate_id = v_user.id and event_type = 'user.email.rejected'
      and created_at > p_now - interval '1 day');
  insert into events (event_type, aggregate_type, aggregate_id, payload, created_by, source,
                      request_id, occurred_at, created_at, available_at, lane, processed, processed_at)
  values (case when v_rejection is null then 'user.email.verified' else 'user.email.rejected' end,
          'user', v_user.id, jsonb_strip_nulls(jsonb_build_object('reason', v_rejection)),
          'email_webhook', 'mail', v_mail_id, p_now, p_now, p_now, 'conversation',
          v_silent, case when v_silent then p_now end);
  return coalesce('rejected_' || v_rejection, 'verified');
end $$;
comment on function record_email_proof(text, text, text, text, bytea, bytea, timestamptz) is
  'Mail came to verify-<token>@, or to nobody (null). Without a rejection the address is proved and stored, or replaces the proved one if they asked for that within 7 days; either way the person''s agent hears of it, of ten rejections a day at most. p_signature and p_content are hashes: other content under a signature seen before is replayed, and nothing happens. Returns replayed, not_for_us, unknown, duplicate, already_verified, verified or rejected_<reason>.';
