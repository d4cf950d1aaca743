create or replace function private.end_introduction(
  p_one private.introductions, p_status text, p_action text, p_now timestamptz)
returns void
language plpgsql
set search_path = pg_catalog, public
as $$
declare
  v_one private.introductions := p_one;
  v_stage constant text := private.introduction_stage(p_one.status);
begin
  v_one.status := p_status;
  perform private.store_introduction(v_one, p_now);
  if v_stage in ('to_confirm', 'agreed') then
    perform private.unsay_introduction(v_one, p_now);
  end if;
  perform private.end_priority(v_one.item_type, v_one.id,
    case p_action when 'declined' then 'actioned' when 'expired' then 'expired' else 'cancelled' end, null, p_now);
  perform private.stop_checks(v_one, p_now);
  perform private.release_credits(private.bounty_key(v_one));
  if v_stage = 'agreed' then
    perform private.resume_rivals(v_one, p_now);
  end if;
  perform private.publish_introduction(v_one, p_action, p_now);
end $$;
comment on function private.end_introduction(private.introductions, text, text, timestamptz) is
  'It comes to nothing: what was set aside is released, what waits to be said or done about it is cancelled, its rivals go on. The caller has locked and checked it, and tells whom it concerns.';

create or replace function private.stop_checks(p_one private.introductions, p_now timestamptz)
returns void
language sql
set search_path = pg_catalog, public
as $$
  update agent_tasks
  set status = 'cancelled', completed_at = p_now, result_json = '{"cancelled": "the introduction is over"}'
  where context_type = p_one.item_type and context_id = p_one.id and status = 'pending'
    and task_type in ('intro_followup_check', 'intro_expiry_check')
$$;
comment on function private.stop_checks(private.introductions, timestamptz) is 'Nothing looks after it any more.';

create or replace function private.decline_introduction(
  p_user_id uuid, p_type text, p_id uuid, p_words text, p_now timestamptz)
returns void
language plpgsql
set search_path = pg_catalog, public
as $$
declare
  v_one private.introductions := private.lock_introduction(p_type, p_id);
  v_stage constant text := private.introduction_stage(v_one.status);
  v_by_maker constant boolean := p_user_id = v_one.maker_id;
begin
  -- Whoever asked or was not asked yet has nothing to decline; of an offer both sides have consented later.
  if p_user_id is distinct from v_one.asked_id
     and not (p_type = 'intro_offer' and v_by_maker and v_stage in ('to_confirm', 'agreed')) then
    raise exception '% % is not asked of user %', p_type, p_id, p_user_id using errcode = 'YP002';
  end if;
  perform private.guard_introduction(v_one, '{open,to_confirm,agreed}', p_now);
  if p_type = 'intro_opportunity' then
    update intro_opportunities set connector_response = p_words where id = p_id;
  elsif p_type = 'connection_request' then
    update connection_requests set introducee_response = p_words where id = p_id;
  elsif v_by_maker then
    update intro_offers set connector_confirmation = p_words where id = p_id;
  else
    update intro_offers set introducee_response = p_words where id = p_id;
  end if;
  perform private.end_introduction(v_one, case
    when p_type <> 'intro_offer' then 'declined' when v_by_maker then 'connector_declined' else 'introducee_declined' end,
    'declined', p_now);
  perform private.tell_end(v_one, p_user_id, p_now);
end $$;
comment on function private.decline_introduction(uuid, text, uuid, text, timestamptz) is
  'No, also after having said yes. YP002: it is not theirs to decline, or is over.';

create or replace function private.tell_end(p_one private.introductions, p_by uuid, p_now timestamptz)
returns void
language plpgsql
set search_path = pg_catalog, public
as $$
declare
  v_stage constant text := private.introduction_stage(p_one.status);
  v_named constant boolean := v_stage = 'agreed';
begin
  -- In the same words whether somebody said no or nothing: a decline is never announced as one.
  if p_one.beneficiary_id is distinct from p_by
     and (v_stage = 'to_confirm' or v_stage = 'agreed' and (p_one.item_type <> 'connection_request' or p_by is not null)) then
    perform private.tell_introduction(p_one.beneficiary_id, 'not_coming', p_one, jsonb_build_object(
      'third', private.third_of(p_one, v_named), 'name', private.contact_of(p_one.maker_id) ->> 'name'), p_now)
    where p_one.beneficiary_id is not null;
  end if;
  if p_one.maker_id is distinct from p_by
     and (p_one.item_type = 'intro_offer' or p_one.item_type = 'intro_opportunity' and v_stage = 'agreed') then
    perform private.tell_introduction(p_one.maker_id, 'not_needed', p_one, jsonb_build_object(
      'third', private.third_of(p_one, true),
      'name', case when v_stage = 'agreed' then private.beneficiary_of(p_one) ->> 'name' end), p_now);
  end if;
end $$;
comment on function private.tell_end(private.introductions, uuid, timestamptz) is
  'Who waits for it hears that nothing comes of it, as it stood before it ended: whoever would have met somebody, and whoever volunteered.';
