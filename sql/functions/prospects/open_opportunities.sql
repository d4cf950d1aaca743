create or replace function private.due_acquaintances(p_innovator_id uuid, p_now timestamptz)
returns table (id uuid, prospect_id uuid, user_id uuid, score integer)
language sql stable
set search_path = pg_catalog, public
as $$
  with certain as (
    select a.id, a.prospect_id, a.user_id, a.score, a.created_at
    from prospects p join prospect_acquaintances a on a.prospect_id = p.id
    where p.innovator_id = p_innovator_id and p.status in ('pending', 'contacted') and p.withdrawn_at is null
      and a.settled_at is null and (a.score >= 70 and a.confirmed is null or a.confirmed)),
  -- Nobody is flooded: by all together, by one innovator, about one prospect; see the README.
  asked as (
    select c.*,
      (select count(*) from intro_opportunities o
       where o.connector_user_id = c.user_id and o.status in ('open', 'dormant')) as open_now,
      (select count(*) from intro_opportunities o
       where o.connector_user_id = c.user_id and o.created_at > p_now - interval '7 days') as in_week,
      (select count(*) from intro_opportunities o
       where o.connector_user_id = c.user_id and o.innovator_id = p_innovator_id
         and o.created_at > p_now - interval '7 days') as by_innovator,
      (select count(*) from intro_opportunities o
       where o.prospect_id = c.prospect_id and o.status in ('open', 'dormant', 'paused', 'accepted', 'completed')) as about_prospect,
      row_number() over (partition by c.user_id order by c.score desc, c.created_at, c.id) as nth_of_member,
      row_number() over (partition by c.prospect_id order by c.score desc, c.created_at, c.id) as nth_of_prospect
    from certain c)
  select a.id, a.prospect_id, a.user_id, a.score from asked a
  where a.open_now < 3 and a.in_week < 3 and a.by_innovator + a.nth_of_member <= 2
    and a.about_prospect + a.nth_of_prospect <= 2
    and not exists (select from intro_opportunities o
                    where o.prospect_id = a.prospect_id and o.status in ('accepted', 'completed'))
  order by a.score desc, a.created_at, a.id
  limit greatest(0, 10 - (select count(*) from intro_opportunities o
                          where o.innovator_id = p_innovator_id and o.created_at > p_now - interval '1 day'))
$$;
comment on function private.due_acquaintances(uuid, timestamptz) is
  'Which members may be asked now to introduce an innovator, the surest first. A member: 3 open at once and 3 new in 7 days, 2 of them of one innovator; a prospect: 2 members at once, and none once one has accepted; an innovator: 10 new in a day.';

create or replace function private.open_opportunities(p_innovator_id uuid, p_now timestamptz)
returns void
language plpgsql
set search_path = pg_catalog, public
as $$
declare
  v_due uuid[] := array(select id from private.due_acquaintances(p_innovator_id, p_now));
  v_users uuid[];
  v_keys text[];
  v_about constant text := (
    select nullif(btrim(solution_description), '') from innovators where user_id = p_innovator_id);
  v_one prospect_acquaintances;
begin
  select array_agg(a.user_id), array_agg(key) into v_users, v_keys
  from prospect_acquaintances a join prospects p on p.id = a.prospect_id left join lateral unnest(p.identity_keys) key on true
  where a.id = any (v_due);
  perform private.lock_parties(v_users || p_innovator_id, v_keys);
  for v_one in select * from prospect_acquaintances where id = any (v_due) order by score desc, created_at, id for update loop
    -- As it is by now: what was opened just before counts, and what others have committed meanwhile.
    continue when not exists (select from private.due_acquaintances(p_innovator_id, p_now) d where d.id = v_one.id);
    update prospect_acquaintances
    set settled_at = p_now,
        opportunity_id = private.open_intro_opportunity(v_one.user_id, v_one.prospect_id, v_about, p_now)
    where id = v_one.id;
  end loop;
  if exists (
    select from prospects p join prospect_acquaintances a on a.prospect_id = p.id
    where p.innovator_id = p_innovator_id and p.status in ('pending', 'contacted') and p.withdrawn_at is null
      and a.settled_at is null and (a.score >= 70 and a.confirmed is null or a.confirmed)) then
    perform private.plan_once('match_intro_opportunities', p_innovator_id, p_now + interval '1 day', p_now);
  end if;
end $$;
comment on function private.open_opportunities(uuid, timestamptz) is
  'Asks members who know whom an innovator wishes to meet, within the limits of due_acquaintances; what is left waits for a day. Each member is asked once about a prospect.';

create or replace function private.decide_acquaintance(p_id uuid, p_confirmed boolean, p_now timestamptz default now())
returns boolean
language plpgsql
set search_path = pg_catalog, public
as $$
declare
  v_one prospect_acquaintances;
begin
  select * into v_one from prospect_acquaintances where id = p_id for update;
  if not found then
    raise exception 'there is no review %', p_id using errcode = 'YP004';
  elsif v_one.decided_at is not null or v_one.settled_at is not null then
    return false;
  end if;
  update prospect_acquaintances set decided_at = p_now, confirmed = p_confirmed where id = p_id;
  if p_confirmed then
    perform private.plan_once('match_intro_opportunities', innovator_id, p_now, p_now)
    from prospects where id = v_one.prospect_id;
  end if;
  return true;
end $$;
comment on function private.decide_acquaintance(uuid, boolean, timestamptz) is
  'A person says whether a member knows a prospect; a yes has them asked. False: it was decided before. YP004: there is no such review.';

create or replace function private.decide_review(p_id uuid, p_confirmed boolean, p_now timestamptz default now())
returns boolean
language plpgsql
set search_path = pg_catalog, public
as $$
begin
  if exists (select from prospect_acquaintances where id = p_id) then
    return private.decide_acquaintance(p_id, p_confirmed, p_now);
  end if;
  return private.decide_prospect_review(p_id, p_confirmed, p_now);
end $$;
comment on function private.decide_review(uuid, boolean, timestamptz) is
  'A person decides a review of either kind: who a member is, or whom they know. False: it was decided before, or no longer stands. YP004: there is no such review.';
