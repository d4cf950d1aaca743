-- The three flows as one: who earns by an introduction (maker), and who benefits and pays (beneficiary).
create or replace view private.introductions with (security_invoker = true) as
select 'intro_opportunity' as item_type, id, status, connector_user_id as maker_id, innovator_id as beneficiary_id,
       connector_user_id as asked_id, prospect_id, prospect_name as third_name, prospect_title as third_title,
       prospect_company as third_company, intro_context as reason, bounty_credits, reported_by, reported_at, asked_at,
       asked_count, created_at, updated_at, expires_at
from public.intro_opportunities
union all
select 'connection_request', id, status, introducee_user_id, requestor_user_id, introducee_user_id, null, null, null, null,
       intro_context, bounty_credits, reported_by, reported_at, asked_at, asked_count, created_at, updated_at, expires_at
from public.connection_requests
union all
select 'intro_offer', id, status, offering_user_id, introducee_user_id, introducee_user_id, null, prospect_name,
       prospect_title, prospect_company, prospect_context, bounty_credits, reported_by, reported_at, asked_at, asked_count,
       created_at, updated_at, expires_at
from public.intro_offers;
comment on view private.introductions is
  'Every introduction: maker (connector, introducee of a request, volunteer) and beneficiary (innovator, requestor, introducee of an offer); asked_id is who accepts it; third_ is the person outside.';

create or replace function private.introduction_stage(p_status text)
returns text
language sql immutable parallel safe
return case
  when p_status in ('open', 'dormant', 'pending_introducee_response') then 'open'
  when p_status = 'pending_connector_confirmation' then 'to_confirm'
  when p_status in ('accepted', 'confirmed') then 'agreed'
  when p_status = 'paused' then 'paused'
  else 'over' end;
comment on function private.introduction_stage(text) is
  'What a status of any of the three flows means: open (to be accepted), to_confirm, agreed (contacts are exchanged), paused, over.';

create or replace function private.lock_parties(p_users uuid[], p_keys text[])
returns void
language plpgsql
set search_path = pg_catalog, public
as $$
declare
  v_key text;
begin
  -- Everywhere people in the order of their ids, then whom they want to meet, then rows.
  perform 1 from users where id = any (p_users) order by id for no key update;
  for v_key in select distinct unnest(p_keys) order by 1 loop
    perform pg_advisory_xact_lock(hashtextextended('prospect:' || v_key, 0));
  end loop;
end $$;
comment on function private.lock_parties(uuid[], text[]) is
  'Locks people, then the identities of prospects, in one order always, so that no two transactions wait for each other.';

create or replace function private.lock_effects(p_user_id uuid, p_effects jsonb)
returns void
language plpgsql
set search_path = pg_catalog, public
as $$
declare
  v_users uuid[];
  v_keys text[];
begin
  if jsonb_array_length(p_effects) = 0 or not jsonb_path_exists(p_effects, '$[*] ? (@.kind like_regex "_introductions?$" || @.kind == "drop_bounty")') then
    perform 1 from users where id = p_user_id for no key update;
    return;
  end if;
  -- Who is a party of what never changes: read before it is locked.
  select array_agg(party), array_agg(key) into v_users, v_keys
  from jsonb_array_elements(p_effects) e
  join private.introductions i on i.item_type = e ->> 'item_type' and i.id = (e ->> 'item_id')::uuid
  left join prospects p on p.id = i.prospect_id
  left join lateral unnest(p.identity_keys) key on true
  cross join lateral unnest(array[i.maker_id, i.beneficiary_id]) party;
  if jsonb_path_exists(p_effects, '$[*] ? (@.kind == "block_introductions")') then
    v_users := v_users || private.block_parties(p_user_id);
  end if;
  select v_users || array_agg(r.requesting_user_id) into v_users
  from jsonb_array_elements(p_effects) e
  join community_requests r on e ->> 'kind' = 'offer_introduction' and r.id = (e ->> 'request_id')::uuid;
  perform private.lock_parties(v_users || p_user_id, v_keys);
end $$;
comment on function private.lock_effects(uuid, jsonb) is
  'Locks a person, and with them whoever else the effects of their turn concern: all in one order, so that two parties who text at the same moment do not wait for each other.';

create or replace function private.lock_introduction(p_type text, p_id uuid)
returns private.introductions
language plpgsql
set search_path = pg_catalog, public
as $$
declare
  v_one private.introductions;
begin
  select * into v_one from private.introductions where item_type = p_type and id = p_id;
  if not found then
    raise exception 'there is no % %', p_type, p_id using errcode = 'YP002';
  end if;
  perform private.lock_parties(array[v_one.maker_id, v_one.beneficiary_id],
    (select identity_keys from prospects where id = v_one.prospect_id));
  execute format('select 1 from %I where id = $1 for no key update', private.introduction_table(p_type)) using p_id;
  -- Read again: what others have committed meanwhile counts.
  select * into v_one from private.introductions where item_type = p_type and id = p_id;
  return v_one;
end $$;
comment on function private.lock_introduction(text, uuid) is
  'An introduction, locked after both of its parties and the prospect. YP002: there is none.';

create or replace function private.introduction_table(p_type text)
returns name
language sql immutable parallel safe
return (case p_type when 'intro_opportunity' then 'intro_opportunities' when 'connection_request' then 'connection_requests'
                    when 'intro_offer' then 'intro_offers' end)::name;
comment on function private.introduction_table(text) is 'The table of an item type.';

create or replace function private.store_introduction(p_one private.introductions, p_now timestamptz)
returns void
language plpgsql
set search_path = pg_catalog, public
as $$
begin
  execute format(
    'update %I set status = $2, bounty_credits = $3, reported_by = $4, reported_at = $5, asked_at = $6, asked_count = $7,'
    ' expires_at = $8, updated_at = $9, intro_completed_at = case when $2 = ''completed'' then $9 end where id = $1',
    private.introduction_table(p_one.item_type))
  using p_one.id, p_one.status, p_one.bounty_credits, p_one.reported_by, p_one.reported_at, p_one.asked_at,
        p_one.asked_count, p_one.expires_at, p_now;
end $$;
comment on function private.store_introduction(private.introductions, timestamptz) is
  'Writes what of an introduction can change. The caller has locked it.';

create or replace function private.guard_introduction(p_one private.introductions, p_stages text[], p_now timestamptz)
returns void
language plpgsql
set search_path = pg_catalog, public
as $$
declare
  v_stage constant text := private.introduction_stage(p_one.status);
begin
  if v_stage = 'paused' then
    raise exception '% % is paused: somebody else is making that introduction', p_one.item_type, p_one.id using errcode = 'YP002';
  elsif v_stage <> all (p_stages) then
    raise exception '% % is %', p_one.item_type, p_one.id, p_one.status using errcode = 'YP002';
  elsif v_stage in ('open', 'to_confirm') and p_one.expires_at <= p_now then
    raise exception '% % has expired', p_one.item_type, p_one.id using errcode = 'YP002';
  end if;
end $$;
comment on function private.guard_introduction(private.introductions, text[], timestamptz) is
  'YP002 with the reason: it has come to another stage, is paused for another connector, or its time is over.';

create or replace function private.check_introduction(p_task text, p_type text, p_id uuid, p_at timestamptz, p_now timestamptz)
returns void
language plpgsql
set search_path = pg_catalog, public
as $$
begin
  update agent_tasks set scheduled_for = p_at
  where task_type = p_task and context_type = p_type and context_id = p_id and status = 'pending';
  if not found then
    insert into agent_tasks (task_type, agent_type, context_id, context_type, scheduled_for, priority, context_json,
                             created_at, created_by)
    values (p_task, 'intro_agent', p_id, p_type, p_at, 'medium',
            jsonb_build_object('item_type', p_type, 'item_id', p_id), p_now, 'intro_agent');
  end if;
end $$;
comment on function private.check_introduction(text, text, uuid, timestamptz, timestamptz) is
  'Looks after an introduction at a moment: one such task waits at a time. The caller has locked it.';

create or replace function private.publish_introduction(p_one private.introductions, p_action text, p_now timestamptz)
returns void
language plpgsql
set search_path = pg_catalog, public
as $$
begin
  perform publish_event(
    case p_one.item_type when 'intro_opportunity' then 'intro.opportunity_changed' when 'intro_offer' then 'intro.offer_changed'
                         else 'connection.request_changed' end,
    jsonb_build_object('action', p_action, 'status', p_one.status, 'maker_id', p_one.maker_id,
                       'beneficiary_id', p_one.beneficiary_id),
    'introductions', gen_random_uuid()::text, p_one.item_type, p_one.id, p_created_by => 'intro_agent', p_now => p_now);
  perform private.review_soon(party, p_now)
  from unnest(array[p_one.maker_id, p_one.beneficiary_id]) party where party is not null order by party;
end $$;
comment on function private.publish_introduction(private.introductions, text, timestamptz) is
  'The event of a transition, which its transaction makes once; what matters to both sides is scored anew.';
