create or replace function private.withdraw_batch(p_user_id uuid, p_batch_id uuid, p_now timestamptz default now())
returns integer
language plpgsql
set search_path = pg_catalog, public
as $$
declare
  v_batch prospect_batches;
begin
  perform 1 from users where id = p_user_id for no key update;
  select * into v_batch from prospect_batches where id = p_batch_id and innovator_id = p_user_id for update;
  if not found then
    raise exception 'user % has no upload %', p_user_id, p_batch_id using errcode = 'YP002';
  elsif v_batch.withdrawn_at is not null then
    raise exception 'upload % was taken back before', p_batch_id using errcode = 'YP002';
  end if;
  update prospect_batches set withdrawn_at = p_now where id = p_batch_id;
  return private.withdraw_prospects(p_user_id,
    array(select id from prospects where upload_batch_id = p_batch_id and innovator_id = p_user_id), p_now);
end $$;
comment on function private.withdraw_batch(uuid, uuid, timestamptz) is
  'Takes an upload back, with every contact of it; returns how many were still there. YP002: it is not theirs, or was taken back before.';

create or replace function private.remove_prospect(p_user_id uuid, p_prospect_id uuid, p_now timestamptz default now())
returns void
language plpgsql
set search_path = pg_catalog, public
as $$
begin
  perform 1 from users where id = p_user_id for no key update;
  if private.withdraw_prospects(p_user_id,
       array(select id from prospects where id = p_prospect_id and innovator_id = p_user_id), p_now) = 0 then
    raise exception 'user % has no prospect %', p_user_id, p_prospect_id using errcode = 'YP002';
  end if;
end $$;
comment on function private.remove_prospect(uuid, uuid, timestamptz) is
  'Takes one contact back. YP002: it is not theirs, or was taken back before.';

create or replace function private.withdraw_prospects(p_user_id uuid, p_ids uuid[], p_now timestamptz)
returns integer
language plpgsql
set search_path = pg_catalog, public
as $$
declare
  v_ids uuid[];
  v_id uuid;
begin
  perform 1 from prospects where id = any (p_ids) order by id for update;
  -- Those who have joined too: whether somebody is a member must not show.
  with taken as (
    update prospects set withdrawn_at = p_now, status = case when status = 'review' then 'pending' else status end
    where id = any (p_ids) and innovator_id = p_user_id and withdrawn_at is null returning id)
  select array_agg(id order by id) into v_ids from taken;
  delete from prospect_reviews where prospect_id = any (v_ids) and decided_at is null;
  -- What only waits; whoever was asked hears that it is over.
  delete from prospect_acquaintances where prospect_id = any (v_ids) and settled_at is null;
  for v_id in
    select distinct prospect_id from intro_opportunities
    where prospect_id = any (v_ids) and innovator_id = p_user_id and status not in ('declined', 'completed', 'cancelled', 'expired')
    order by prospect_id
  loop
    perform publish_event('prospect.withdrawn', jsonb_build_object('user_id', p_user_id),
      'prospects', 'withdrawn:' || v_id, 'prospect', v_id, p_created_by => 'system', p_now => p_now);
  end loop;
  return coalesce(cardinality(v_ids), 0);
end $$;
comment on function private.withdraw_prospects(uuid, uuid[], timestamptz) is
  'Marks contacts as taken back by their uploader, whose row is held; what is open about them ends by the event prospect.withdrawn. Returns how many there were.';

create or replace function private.parties_of_prospect(p_prospect_id uuid)
returns uuid[]
language sql stable
set search_path = pg_catalog, public
as $$
  select array(
    select distinct party from intro_opportunities o, unnest(array[o.connector_user_id, o.innovator_id]) party
    where o.prospect_id = p_prospect_id and party is not null
      and o.status not in ('declined', 'completed', 'cancelled', 'expired')
    order by party)
$$;
comment on function private.parties_of_prospect(uuid) is 'Whom open introductions to a prospect concern, by id.';

create or replace function private.end_prospect_items(p_prospect_id uuid, p_now timestamptz)
returns void
language plpgsql
set search_path = pg_catalog, public
as $$
declare
  v_one private.introductions;
begin
  perform private.lock_parties(private.parties_of_prospect(p_prospect_id),
    (select identity_keys from prospects where id = p_prospect_id));
  for v_one in
    select * from private.introductions
    where prospect_id = p_prospect_id and private.introduction_stage(status) <> 'over' order by id
  loop
    perform private.tell_end(v_one, v_one.beneficiary_id, p_now);
    perform private.end_introduction(v_one, 'cancelled', 'cancelled', p_now);
  end loop;
end $$;
comment on function private.end_prospect_items(uuid, timestamptz) is
  'Introductions to a prospect that was taken back come to nothing; what was set aside for them is released. The caller holds no other person than the one with the smallest id.';
