create or replace function private.open_intro_opportunity(
  p_connector_id uuid, p_prospect_id uuid, p_context text, p_now timestamptz default now())
returns uuid
language plpgsql
set search_path = pg_catalog, public
as $$
declare
  v_prospect prospects;
  v_innovator users;
  v_one private.introductions;
  v_rivals uuid[];
begin
  select * into v_prospect from prospects where id = p_prospect_id;
  if not found or v_prospect.innovator_id is null then
    raise exception 'nobody wants to meet prospect %', p_prospect_id using errcode = 'YP002';
  end if;
  perform private.lock_parties(array[p_connector_id, v_prospect.innovator_id], v_prospect.identity_keys);
  select * into v_innovator from users where id = v_prospect.innovator_id;
  v_one.item_type := 'intro_opportunity';
  v_one.id := gen_random_uuid();
  v_one.prospect_id := p_prospect_id;
  v_rivals := private.rivals_of(v_one);
  if v_prospect.status not in ('pending', 'contacted') or not coalesce(v_innovator.verified, false)
     or not private.may_be_introduced(p_connector_id, v_innovator.id, array[v_prospect.name, v_prospect.company])
     -- Asked once, whoever uploaded the prospect: an answer holds.
     or exists (select from intro_opportunities o
                where o.id = any (v_rivals) and (o.connector_user_id = p_connector_id and o.innovator_id = v_innovator.id
                                                 or o.innovator_id = v_innovator.id and o.status = 'completed')) then
    return null;
  end if;
  insert into intro_opportunities (id, connector_user_id, innovator_id, prospect_id, prospect_name, prospect_company,
    prospect_title, prospect_linkedin_url, innovator_name, intro_context, bounty_credits, status, created_at, updated_at, expires_at)
  values (v_one.id, p_connector_id, v_innovator.id, p_prospect_id, v_prospect.name, v_prospect.company, v_prospect.title,
    v_prospect.linkedin_url, private.contact_of(v_innovator.id) ->> 'name', p_context,
    case when private.available_credits(v_innovator.id) >= 50 then 50 else 0 end,
    case when exists (select from intro_opportunities where id = any (v_rivals) and status = 'accepted') then 'paused' else 'open' end,
    p_now, p_now, p_now + interval '30 days');
  select * into v_one from private.introductions where item_type = 'intro_opportunity' and id = v_one.id;
  if v_one.status = 'open' then
    perform private.show_opportunity(v_one, p_now);
  end if;
  perform private.opened(v_one, p_now);
  return v_one.id;
end $$;
comment on function private.open_intro_opportunity(uuid, uuid, text, timestamptz) is
  'A member who knows a prospect is to be asked to introduce the innovator who uploaded them; for 50 credits if the innovator has them. Paused while somebody else introduces the same person. Null: they were asked before, are blocked, or it has happened. YP002: no such prospect, or nobody''s.';

create or replace function private.opened(p_one private.introductions, p_now timestamptz)
returns void
language plpgsql
set search_path = pg_catalog, public
as $$
begin
  perform private.check_introduction('intro_expiry_check', p_one.item_type, p_one.id, p_one.expires_at, p_now);
  perform private.publish_introduction(p_one, 'opened', p_now);
end $$;
comment on function private.opened(private.introductions, timestamptz) is 'It is looked after from now on, and known.';

create or replace function private.show_opportunity(p_one private.introductions, p_now timestamptz)
returns void
language plpgsql
set search_path = pg_catalog, public
as $$
declare
  v_who constant text := (select private.named(c ->> 'name', c ->> 'work') from private.beneficiary_of(p_one) c);
begin
  perform private.put_priority(p_one.maker_id, 'intro_opportunity', p_one.id, 50, jsonb_build_object(
    'summary', format('%s would like an introduction to %s', v_who, private.third_of(p_one, true))
      || coalesce(', ' || private.how_known(p_one.prospect_id, p_one.maker_id), '')
      || case when p_one.bounty_credits > 0 then format(', for %s credits', p_one.bounty_credits) else '' end,
    'primary_name', p_one.third_name, 'secondary_name', v_who, 'context', p_one.reason,
    'metadata', jsonb_build_object('bounty', p_one.bounty_credits)), p_one.expires_at, p_now);
end $$;
comment on function private.show_opportunity(private.introductions, timestamptz) is
  'An opportunity among what matters to the connector: who asks, for whom, and what it pays.';

create or replace function private.open_connection_request(
  p_introducee_id uuid, p_requestor_id uuid, p_reason text, p_bounty integer default 0, p_id uuid default gen_random_uuid(),
  p_prospect_id uuid default null, p_now timestamptz default now())
returns uuid
language plpgsql
set search_path = pg_catalog, public
as $$
declare
  v_asker users;
  v_one private.introductions;
  v_who text;
begin
  perform private.lock_parties(array[p_introducee_id, p_requestor_id], '{}');
  select * into v_asker from users where id = p_requestor_id;
  if not coalesce(v_asker.verified, false)
     or not private.may_be_introduced(p_introducee_id, p_requestor_id, array[v_asker.company])
     or exists (select from connection_requests c
                where c.introducee_user_id = p_introducee_id and c.requestor_user_id = p_requestor_id
                  -- Whoever said no or nothing is left alone for a while.
                  and (c.status in ('open', 'dormant', 'accepted') or c.updated_at > p_now - interval '90 days')) then
    return null;
  end if;
  v_who := (select private.named(c ->> 'name', c ->> 'work') from private.contact_of(p_requestor_id) c);
  insert into connection_requests (id, introducee_user_id, requestor_user_id, requestor_prospect_id, requestor_name,
    requestor_company, requestor_title, requestor_linkedin_url, intro_context, vouched_by_user_ids, bounty_credits,
    requestor_credits_spent, created_at, updated_at, expires_at)
  values (p_id, p_introducee_id, p_requestor_id, p_prospect_id, private.contact_of(p_requestor_id) ->> 'name', v_asker.company,
    v_asker.title, v_asker.linkedin_url, p_reason, private.vouches_for(p_requestor_id, p_introducee_id), p_bounty, p_bounty,
    p_now, p_now, p_now + interval '30 days');
  select * into v_one from private.introductions where item_type = 'connection_request' and id = p_id;
  perform private.put_priority(p_introducee_id, 'connection_request', p_id, 60, jsonb_build_object(
    'summary', format('%s would like to meet you', v_who), 'primary_name', v_who, 'context', p_reason,
    'metadata', jsonb_build_object('bounty', p_bounty)), v_one.expires_at, p_now);
  perform private.opened(v_one, p_now);
  return p_id;
end $$;
comment on function private.open_connection_request(uuid, uuid, text, integer, uuid, uuid, timestamptz) is
  'A member is to be asked whether they want to meet another, for the credits that were set aside under this id. Null: the two never want to meet, or it was asked in the last 90 days.';

create or replace function private.vouches_for(p_user_id uuid, p_towards uuid)
returns uuid[]
language sql stable
set search_path = pg_catalog, public
as $$
  select array(
    select v.id from users v
    where v.verified and v.erased_at is null and v.id not in (p_user_id, p_towards) and v.id in (
      select referred_by from users where id = p_user_id
      union select case when i.maker_id = p_user_id then i.beneficiary_id else i.maker_id end
      from private.introductions i
      where i.status = 'completed' and (i.maker_id = p_user_id or i.beneficiary_id = p_user_id))
    order by v.id)
$$;
comment on function private.vouches_for(uuid, uuid) is
  'Who vouches for a member: whoever referred them, and each with whom they have a completed introduction.';

create or replace function private.open_intro_offer(
  p_volunteer_id uuid, p_introducee_id uuid, p_offer jsonb, p_now timestamptz default now())
returns uuid
language plpgsql
set search_path = pg_catalog, public
as $$
declare
  v_id constant uuid := coalesce((p_offer ->> 'id')::uuid, gen_random_uuid());
  v_one private.introductions;
  v_who text;
  v_cost integer;
begin
  perform private.lock_parties(array[p_volunteer_id, p_introducee_id], '{}');
  if not private.may_be_introduced(p_introducee_id, p_volunteer_id,
       array[p_offer ->> 'prospect_name', p_offer ->> 'prospect_company'])
     or exists (select from intro_offers o
                where o.offering_user_id = p_volunteer_id and o.introducee_user_id = p_introducee_id
                  and private.name_key(o.prospect_name) = private.name_key(p_offer ->> 'prospect_name')
                  and o.status <> 'expired') then
    return null;
  end if;
  insert into intro_offers (id, offering_user_id, introducee_user_id, prospect_name, prospect_company, prospect_title,
    prospect_context, context_type, context_id, created_at, updated_at, expires_at)
  values (v_id, p_volunteer_id, p_introducee_id, p_offer ->> 'prospect_name', p_offer ->> 'prospect_company',
    p_offer ->> 'prospect_title', p_offer ->> 'reason', coalesce(p_offer ->> 'context_type', 'spontaneous'),
    (p_offer ->> 'context_id')::uuid, p_now, p_now, p_now + interval '14 days');
  select * into v_one from private.introductions where item_type = 'intro_offer' and id = v_id;
  v_cost := private.bounty_due(v_one);
  v_cost := case when private.available_credits(p_introducee_id) >= v_cost then v_cost else 0 end;
  v_who := (select private.named(c ->> 'name', c ->> 'work') from private.contact_of(p_volunteer_id) c);
  -- What they wrote of the person may name them: it is told once that is due.
  perform private.put_priority(p_introducee_id, 'intro_offer', v_id, 55, jsonb_build_object(
    'summary', format('%s offers to introduce you to %s', v_who, private.third_of(v_one, false))
      || case when v_cost > 0 then format('; it costs %s credits once you have met', v_cost) else '' end,
    'primary_name', v_who, 'metadata', jsonb_build_object('bounty', v_cost)), v_one.expires_at, p_now);
  perform private.opened(v_one, p_now);
  return v_id;
end $$;
comment on function private.open_intro_offer(uuid, uuid, jsonb, timestamptz) is
  'A member volunteers to introduce a person outside (p_offer: prospect_name, prospect_title, prospect_company, reason, context) to another. Null: the two never want to meet, or it was offered before.';

create or replace function private.offer_to_asker(p_volunteer_id uuid, p_offer jsonb, p_now timestamptz)
returns void
language plpgsql
set search_path = pg_catalog, public
as $$
declare
  v_request constant uuid := p_offer ->> 'request_id';
  v_asker constant uuid := (select requesting_user_id from community_requests where id = v_request);
begin
  if v_asker is null or not exists (
    select from community_targets where request_id = v_request and user_id = p_volunteer_id) then
    raise exception 'user % was not asked community request %', p_volunteer_id, v_request using errcode = 'YP002';
  end if;
  perform private.open_intro_offer(p_volunteer_id, v_asker,
    p_offer || jsonb_build_object('context_type', 'community_request', 'context_id', v_request), p_now);
end $$;
comment on function private.offer_to_asker(uuid, jsonb, timestamptz) is
  'Offers an introduction to whoever asked a question that the volunteer was asked. YP002: they were not, or nobody asks it any more.';
