create or replace function private.report_introduction(p_user_id uuid, p_type text, p_id uuid, p_now timestamptz)
returns text
language plpgsql
set search_path = pg_catalog, public
as $$
declare
  v_one private.introductions := private.lock_introduction(p_type, p_id);
  v_other constant uuid := case when p_user_id = v_one.maker_id then v_one.beneficiary_id else v_one.maker_id end;
begin
  perform private.guard_party(v_one, p_user_id);
  perform private.guard_introduction(v_one, '{agreed}', p_now);
  if v_one.reported_by = p_user_id then
    raise exception 'user % has said that % % is done', p_user_id, p_type, p_id using errcode = 'YP002';
  end if;
  -- Who benefits, and pays, decides it at once; of two who meet, the second to say so.
  if v_one.reported_by is not null or v_other is null or p_type <> 'connection_request' and p_user_id = v_one.beneficiary_id then
    perform private.complete_introduction(v_one, p_user_id, p_now);
    return 'completed';
  end if;
  v_one.asked_count := v_one.asked_count + case when v_one.asked_at is null then 1 else 0 end;
  v_one.reported_by := p_user_id;
  v_one.reported_at := p_now;
  v_one.asked_at := p_now;
  perform private.store_introduction(v_one, p_now);
  perform private.end_priority(p_type, p_id, 'actioned', null, p_now);
  perform private.ask_happened(v_one, v_other, p_now);
  perform private.check_introduction('intro_followup_check', p_type, p_id, p_now + interval '7 days', p_now);
  perform private.publish_introduction(v_one, 'reported', p_now);
  return 'reported';
end $$;
comment on function private.report_introduction(uuid, text, uuid, timestamptz) is
  'One side says that the introduction is made: completed if it is who benefits or the other said so too; else the other is asked, and may object for 7 days. YP002: not a party, not agreed, or they have said so.';

create or replace function private.guard_party(p_one private.introductions, p_user_id uuid)
returns void
language plpgsql
set search_path = pg_catalog, public
as $$
begin
  if p_user_id is null or p_user_id is distinct from p_one.maker_id and p_user_id is distinct from p_one.beneficiary_id then
    raise exception 'user % is no party of % %', p_user_id, p_one.item_type, p_one.id using errcode = 'YP002';
  end if;
end $$;
comment on function private.guard_party(private.introductions, uuid) is 'YP002: they are neither of the two.';

create or replace function private.ask_happened(p_one private.introductions, p_of uuid, p_now timestamptz)
returns void
language plpgsql
set search_path = pg_catalog, public
as $$
begin
  perform private.tell_introduction(p_of, 'happened', p_one, jsonb_build_object(
    'third', private.third_of(p_one, true), 'side', case when p_of = p_one.maker_id then 'maker' else 'beneficiary' end,
    'name', case when p_of = p_one.maker_id then private.beneficiary_of(p_one) else private.contact_of(p_one.maker_id) end ->> 'name',
    'reported', p_one.reported_by is not null), p_now);
end $$;
comment on function private.ask_happened(private.introductions, uuid, timestamptz) is 'Asks one side whether it happened.';

create or replace function private.complete_introduction(p_one private.introductions, p_by uuid, p_now timestamptz)
returns void
language plpgsql
set search_path = pg_catalog, public
as $$
declare
  v_one private.introductions := p_one;
  v_paid integer := 0;
begin
  v_one.status := 'completed';
  perform private.store_introduction(v_one, p_now);
  perform private.end_priority(v_one.item_type, v_one.id, 'actioned', null, p_now);
  perform private.stop_checks(v_one, p_now);
  if private.is_reserved(v_one) then
    perform private.pay_reserved(private.bounty_key(v_one), v_one.maker_id, v_one.item_type);
    v_paid := v_one.bounty_credits;
  end if;
  if v_one.item_type <> 'connection_request' then
    perform private.introduction_completed(v_one.maker_id);
  end if;
  perform private.cancel_rivals(v_one, p_now);
  perform private.tell_introduction(v_one.maker_id, 'completed', v_one, jsonb_build_object(
    'third', private.third_of(v_one, true), 'side', 'maker', 'credits', nullif(v_paid, 0),
    'name', private.beneficiary_of(v_one) ->> 'name'), p_now)
  where v_one.maker_id is distinct from p_by or v_paid > 0;
  perform private.tell_introduction(v_one.beneficiary_id, 'completed', v_one, jsonb_build_object(
    'third', private.third_of(v_one, true), 'side', 'beneficiary', 'credits', nullif(v_paid, 0),
    'name', private.contact_of(v_one.maker_id) ->> 'name'), p_now)
  where v_one.beneficiary_id is distinct from p_by and v_one.beneficiary_id is not null;
  perform private.publish_introduction(v_one, 'completed', p_now);
end $$;
comment on function private.complete_introduction(private.introductions, uuid, timestamptz) is
  'It has happened: paid once, levels raised, rivals cancelled; whoever did not say so themselves is told. The caller has locked and checked it.';

create or replace function private.object_to_introduction(p_user_id uuid, p_type text, p_id uuid, p_now timestamptz)
returns text
language plpgsql
set search_path = pg_catalog, public
as $$
declare
  v_one private.introductions := private.lock_introduction(p_type, p_id);
  v_reporter uuid;
begin
  perform private.guard_party(v_one, p_user_id);
  perform private.guard_introduction(v_one, '{agreed}', p_now);
  v_reporter := v_one.reported_by;
  if p_type <> 'connection_request' and p_user_id = v_one.maker_id and v_reporter is distinct from p_user_id then
    raise exception 'whether % % happened is for who benefits to say; user % may decline it', p_type, p_id, p_user_id
      using errcode = 'YP002';
  end if;
  -- Taking back one's own word is no objection.
  if v_reporter is distinct from p_user_id then
    v_one.asked_count := v_one.asked_count + case when v_one.asked_at is null then 1 else 0 end;
    insert into introduction_reviews (item_type, item_id, objecting_user_id, credits, created_at)
    select p_type, p_id, p_user_id, v_one.bounty_credits, p_now
    where v_one.bounty_credits > 0 and private.is_reserved(v_one)
    on conflict do nothing;
  end if;
  v_one.reported_by := null;
  v_one.reported_at := null;
  v_one.asked_at := null;
  if v_reporter is distinct from p_user_id and v_one.asked_count >= 3 then
    perform private.end_introduction(v_one, 'expired', 'expired', p_now);
    perform private.tell_end(v_one, p_user_id, p_now);
    return 'expired';
  end if;
  perform private.store_introduction(v_one, p_now);
  perform private.end_priority(p_type, p_id, 'actioned', null, p_now);
  perform private.check_introduction('intro_followup_check', p_type, p_id, p_now + interval '7 days', p_now);
  if v_reporter is not null and v_reporter <> p_user_id then
    perform private.tell_introduction(v_reporter, 'objected', v_one, jsonb_build_object(
      'third', private.third_of(v_one, true), 'name', private.contact_of(p_user_id) ->> 'name'), p_now);
  end if;
  perform private.publish_introduction(v_one, 'objected', p_now);
  return case when v_reporter = p_user_id then 'taken_back' else 'objected' end;
end $$;
comment on function private.object_to_introduction(uuid, text, uuid, timestamptz) is
  'It did not happen: asked again after 7 days, and expired at the third time; with credits set aside an operator looks at it. Who reported it takes that back. YP002: not theirs to say, or not agreed.';
