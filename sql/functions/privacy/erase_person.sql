create or replace function erase_person(p_user_id uuid, p_token uuid, p_now timestamptz default now())
returns boolean
language plpgsql
set search_path = pg_catalog, public
as $$
declare
  v_user users;
  v_pattern text;
  v_name text;
  v_prospects uuid[];
  v_items uuid[];
  v_placeholder text := 'erased:' || substr(replace(gen_random_uuid()::text, '-', ''), 1, 12);
begin
  -- Whoever erases has the archive: nothing of the person leaves for it meanwhile.
  perform 1 from private.lanes where queue = 'archive' and lease_token = p_token and leased_until > p_now for update;
  if not found then
    raise exception 'another process has the archive now' using errcode = 'YP001';
  end if;
  -- With whom they have an introduction open too: all in one order.
  perform private.lock_parties(private.block_parties(p_user_id), '{}');
  select * into v_user from users where id = p_user_id for update;
  if not found then
    raise exception 'there is no user %', p_user_id using errcode = 'YP004';
  elsif v_user.erased_at is not null then
    return false;
  end if;
  if exists (select from private.archive_manifest where user_ids @> array[p_user_id] and status = 'planned') then
    raise exception 'the archive still has a batch of user % on its way', p_user_id using errcode = 'YP001';
  end if;
  if v_user.opted_out_at is not null then
    perform private.suppress_number(v_user.phone_number, p_now);
  end if;
  v_pattern := private.person_pattern(p_user_id);
  v_name := btrim(concat_ws(' ', v_user.first_name, v_user.last_name));
  v_prospects := array(select private.prospects_about(p_user_id)
                       union select id from prospects where innovator_id = p_user_id);
  v_items := private.erase_introductions(p_user_id, v_prospects, rtrim(lower(v_user.linkedin_url), '/'), p_now)
    || private.erase_community(p_user_id);
  delete from prospects where id = any (v_prospects);
  delete from prospect_batches where innovator_id = p_user_id;
  delete from prospect_reviews where user_id = p_user_id;
  delete from prospect_acquaintances where user_id = p_user_id;
  perform private.erase_mentions(p_user_id, v_items, private.person_pattern(p_user_id, true), nullif(v_name, ''), p_now);
  perform private.erase_logs(p_user_id, v_pattern, v_placeholder, p_now);
  -- The SID stays, so that Twilio's list does not bring the text back.
  update unanswered_texts set sender = null, channel = 'erased', user_id = null, content = null, media = '[]'
  where user_id = p_user_id or concat_ws(' ', sender, content) ~* v_pattern;
  perform private.erase_twin_analytics(p_user_id, v_pattern);
  perform private.erase_own(p_user_id, p_now);
  perform private.erase_addresses(v_pattern);
  update users
  set erased_at = p_now, phone_number = v_placeholder, phone_number_history = '[]', email = null,
      first_name = null, last_name = null, company = null, title = null, linkedin_url = null,
      verified = false, innovator = false, expert_connector = false, expertise = null, poc_agent_id = null,
      poc_agent_type = 'bouncer', quiet_hours_start = null, quiet_hours_end = null, timezone = null,
      response_pattern = null, rest_days = '{}', proactive_paused_until = null, reminders_paused = false,
      frustrated_until = null, status_level = 'member', last_active_at = null, email_verified = false, email_change_asked_at = null,
      email_verification_token = substr(replace(gen_random_uuid()::text, '-', ''), 1, 12),
      referred_by = null, name_dropped = null, goals = '[]', opted_out_at = p_now,
      onboarding_completed_at = null, approved_at = null, declined_at = null, re_engagement_paused_at = null,
      last_asked_at = null, questions_answered = 0, useful_of_last_five = 0, updated_at = p_now
  where id = p_user_id;
  perform publish_event('user.erased', '{}', 'erasure', 'erased:' || p_user_id, 'user', p_user_id,
                        p_created_by => 'operator', p_now => p_now);
  return true;
end $$;
comment on function erase_person(uuid, uuid, timestamptz) is
  'Removes a person from every table, for good: what is theirs alone is deleted, in what they share names and words go, from others'' rows numbers and addresses, the append-only logs get tombstones. What is left is an id without a person, and, if they had opted out, a keyed hash of the number. False: was erased already. YP001: p_token has not got the archive.';
