create or replace function private.convert_prospects(p_user_id uuid, p_ids uuid[], p_now timestamptz)
returns integer
language plpgsql
set search_path = pg_catalog, public
as $$
declare
  v_prospect prospects;
  v_converted integer := 0;
begin
  for v_prospect in select * from prospects where id = any (p_ids) order by id for update loop
    -- Whoever took it back, or another member, was there first.
    continue when v_prospect.status not in ('pending', 'contacted', 'review') or v_prospect.withdrawn_at is not null
      or v_prospect.innovator_id is not distinct from p_user_id;
    update prospects set status = 'converted', converted_to_user_id = p_user_id, converted_at = p_now
    where id = v_prospect.id;
    v_converted := v_converted + 1;
    if v_prospect.innovator_id is not null then
      perform publish_event('prospect.joined', jsonb_build_object('user_id', p_user_id, 'uploader_id', v_prospect.innovator_id),
        'prospects', 'joined:' || v_prospect.id, 'prospect', v_prospect.id, p_created_by => 'system', p_now => p_now);
    end if;
  end loop;
  return v_converted;
end $$;
comment on function private.convert_prospects(uuid, uuid[], timestamptz) is
  'These prospects have joined as this member; returns how many were still open. Each uploader is rewarded by the event prospect.joined.';

create or replace function private.review_prospects(p_user_id uuid, p_matches jsonb, p_now timestamptz)
returns void
language sql
set search_path = pg_catalog, public
as $$
  with given as (
    select * from jsonb_to_recordset(p_matches) as g (prospect_id uuid, score integer, rule text)),
  reviewed as (
    insert into prospect_reviews (prospect_id, user_id, score, rule, created_at)
    select p.id, p_user_id, g.score, g.rule, p_now from given g join prospects p on p.id = g.prospect_id
    where p.status in ('pending', 'contacted', 'review') and p.withdrawn_at is null
    order by p.id
    on conflict (prospect_id, user_id) do nothing
    returning prospect_id)
  update prospects set status = 'review' where id in (select prospect_id from reviewed);
$$;
comment on function private.review_prospects(uuid, jsonb, timestamptz) is
  'These prospects may be this member: a person decides. Those that joined, or were taken back meanwhile, are left out.';

create or replace function private.reward_uploader(p_prospect_id uuid, p_now timestamptz)
returns void
language plpgsql
set search_path = pg_catalog, public
as $$
declare
  v_prospect prospects;
  v_reason text;
begin
  select * into v_prospect from prospects where id = p_prospect_id;
  if not found or v_prospect.status <> 'converted' then
    return;
  end if;
  perform private.lock_parties(array[v_prospect.innovator_id, v_prospect.converted_to_user_id], '{}');
  if not exists (select from users where id = v_prospect.innovator_id and erased_at is null)
     or not exists (select from users where id = v_prospect.converted_to_user_id and verified and erased_at is null) then
    return;
  end if;
  perform private.book_credits(v_prospect.innovator_id, 25, 'prospect_joined', 'user', v_prospect.converted_to_user_id,
    format('prospect_joined:%s:%s', v_prospect.converted_to_user_id, v_prospect.innovator_id));
  if not exists (select from connection_requests
                 where requestor_user_id = v_prospect.innovator_id and introducee_user_id = v_prospect.converted_to_user_id) then
    -- Nothing that stands in their file: its notes are about this person, not for them.
    select coalesce(nullif(btrim(solution_description), ''), 'they would like to meet you') into v_reason
    from innovators where user_id = v_prospect.innovator_id;
    perform private.open_connection_request(v_prospect.converted_to_user_id, v_prospect.innovator_id,
      coalesce(v_reason, 'they would like to meet you'), 0, gen_random_uuid(), p_prospect_id, p_now);
  end if;
end $$;
comment on function private.reward_uploader(uuid, timestamptz) is
  'A prospect has joined: 25 credits to whoever uploaded them, once per person who joined, and the newcomer is asked whether they want to meet. Done before: no change. The caller holds no other person than the one with the smaller id.';

create or replace function private.decide_prospect_review(
  p_id uuid, p_confirmed boolean, p_now timestamptz default now())
returns boolean
language plpgsql
set search_path = pg_catalog, public
as $$
declare
  v_review prospect_reviews;
begin
  select * into v_review from prospect_reviews where id = p_id for update;
  if not found then
    raise exception 'there is no review %', p_id using errcode = 'YP004';
  elsif v_review.decided_at is not null then
    return false;
  end if;
  update prospect_reviews set decided_at = p_now, confirmed = p_confirmed where id = p_id;
  if p_confirmed then
    return private.convert_prospects(v_review.user_id, array[v_review.prospect_id], p_now) > 0;
  end if;
  update prospects p set status = 'pending'
  where p.id = v_review.prospect_id and p.status = 'review'
    and not exists (select from prospect_reviews r where r.prospect_id = p.id and r.decided_at is null);
  return true;
end $$;
comment on function private.decide_prospect_review(uuid, boolean, timestamptz) is
  'A person says whether a member is that prospect. False: it was decided before, or the prospect joined as another or was taken back. YP004: there is no such review.';
