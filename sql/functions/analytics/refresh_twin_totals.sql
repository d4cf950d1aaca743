create or replace function private.refresh_twin_totals()
returns integer
language plpgsql
set search_path = pg_catalog, public
as $$
declare
  v_zone text;
  v_buckets timestamptz[];
  v_days date[];
  v_users text[];
  v_people text[];
  v_since date[];
begin
  -- One refresh at a time: of two, the older count could be written last.
  select zone into v_zone from private.twin_reporting for update;
  -- A statement of its own: the next one sees all rows of which a mark was seen here, and perhaps
  -- more, whose marks stay and have them counted once more.
  with gone as (delete from private.twin_marks returning bucket, user_id),
    pairs as (select distinct (bucket at time zone v_zone)::date as day, user_id from gone where user_id is not null)
  select (select array_agg(distinct bucket) from gone),
    (select array_agg(day order by day, user_id) from pairs), (select array_agg(user_id order by day, user_id) from pairs)
  into v_buckets, v_days, v_users;
  if v_buckets is null then
    return 0;
  elsif cardinality(v_buckets) > 1000 or cardinality(v_days) > 20000 then
    perform private.count_all_twin_totals(v_zone);
    return cardinality(v_buckets);
  end if;
  delete from private.twin_totals where bucket = any (v_buckets);
  insert into private.twin_totals select c.* from unnest(v_buckets) b (bucket)
    cross join lateral private.count_twin_totals(b.bucket, b.bucket + interval '15 minutes') c;
  delete from private.twin_document_types where bucket = any (v_buckets);
  insert into private.twin_document_types select c.* from unnest(v_buckets) b (bucket)
    cross join lateral private.count_twin_document_types(b.bucket, b.bucket + interval '15 minutes') c;
  if v_days is null then
    return cardinality(v_buckets);
  end if;
  select array_agg(user_id), array_agg(day) into v_people, v_since
  from (select user_id, min(day) as day from unnest(v_days, v_users) p (day, user_id) group by user_id) firsts;
  update private.twin_cohorts c set present = c.present - o.present, last = c.last - o.last
  from private.count_twin_cohorts(v_people) o where o.first_day = c.first_day and o.day = c.day;
  update private.twin_returns r set people = r.people - o.people
  from private.count_twin_returns(v_people, v_since) o where o.day = r.day and o.before = r.before;
  delete from private.twin_user_days d using unnest(v_days, v_users) p (day, user_id)
  where d.day = p.day and d.user_id = p.user_id;
  insert into private.twin_user_days (day, user_id, sessions, documents, queries)
  select days.day, c.*
  from (select p.day, array_agg(p.user_id) as users from unnest(v_days, v_users) p (day, user_id) group by p.day) days
  cross join lateral private.count_twin_day(
    days.users, private.day_begins(days.day, v_zone), private.day_begins(days.day + 1, v_zone)) c;
  perform private.count_twin_days_so_far(v_people, v_since);
  insert into private.twin_returns as r (day, before, people)
  select n.day, n.before, n.people from private.count_twin_returns(v_people, v_since) n
  on conflict (day, before) do update set people = r.people + excluded.people;
  delete from private.twin_returns where day >= (select min(day) from unnest(v_since) day) and people = 0;
  delete from private.twin_people where user_id = any (v_users);
  insert into private.twin_people
  select u.user_id, (min(s.started_at) at time zone v_zone)::date, (max(s.started_at) at time zone v_zone)::date
  from (select distinct unnest(v_users) as user_id) u join twin_analytics.sessions s on s.user_id = u.user_id
  group by u.user_id;
  insert into private.twin_cohorts as c (first_day, day, present, last)
  select n.first_day, n.day, n.present, n.last from private.count_twin_cohorts(v_people) n
  on conflict (first_day, day) do update set present = c.present + excluded.present, last = c.last + excluded.last;
  delete from private.twin_cohorts where present = 0;
  return cardinality(v_buckets);
end $$;
comment on function private.refresh_twin_totals() is
  'Counts anew what is marked; how many 15 minutes that were. Anybody may call it at any time: numbers are the same before and after.';

create or replace function private.retained_days() returns integer
language sql immutable parallel safe
return 60;
comment on function private.retained_days() is 'Up to how many days after the first one retention is read.';

create or replace function private.count_twin_cohorts(p_users text[])
returns table (first_day date, day date, present bigint, last bigint)
language sql stable
set search_path = pg_catalog, public
as $$
  select p.first_day, d.day, count(*), count(*) filter (where d.day = p.last_day)
  from unnest(p_users) u (user_id)
  join private.twin_people p on p.user_id = u.user_id
  join private.twin_user_days d on d.user_id = u.user_id and d.sessions > 0 and d.day <= p.first_day + private.retained_days()
  group by 1, 2
$$;
comment on function private.count_twin_cohorts(text[]) is 'What these people, each named once, are counted for in twin_cohorts.';

create or replace function private.count_twin_returns(p_users text[], p_since date[])
returns table (day date, before date, people bigint)
language sql stable
set search_path = pg_catalog, public
as $$
  select x.day, x.before, count(*)
  from (
    select d.day, coalesce(lag(d.day) over (partition by d.user_id order by d.day), (
      select max(e.day) from private.twin_user_days e where e.user_id = u.user_id and e.day < u.since and e.sessions > 0),
      '-infinity') as before
    from unnest(p_users, p_since) u (user_id, since)
    join private.twin_user_days d on d.user_id = u.user_id and d.day >= u.since and d.sessions > 0) x
  group by 1, 2
$$;
comment on function private.count_twin_returns(text[], date[]) is 'What these people are counted for in twin_returns, each from a day on.';

create or replace function private.count_twin_days_so_far(p_users text[], p_since date[])
returns void
language sql
set search_path = pg_catalog, public
as $$
  update private.twin_user_days d
  set sessions_so_far = c.sessions, documents_so_far = c.documents, queries_so_far = c.queries
  from (
    select x.user_id, x.day, coalesce(had.sessions_so_far, 0) + sum(x.sessions) over person as sessions,
      coalesce(had.documents_so_far, 0) + sum(x.documents) over person as documents,
      coalesce(had.queries_so_far, 0) + sum(x.queries) over person as queries
    from unnest(p_users, p_since) u (user_id, since)
    join private.twin_user_days x on x.user_id = u.user_id and x.day >= u.since
    left join lateral (
      select e.sessions_so_far, e.documents_so_far, e.queries_so_far from private.twin_user_days e
      where e.user_id = u.user_id and e.day < u.since order by e.day desc limit 1) had on true
    window person as (partition by x.user_id order by x.day)) c
  where c.user_id = d.user_id and c.day = d.day
    and (d.sessions_so_far, d.documents_so_far, d.queries_so_far) is distinct from (c.sessions, c.documents, c.queries)
$$;
comment on function private.count_twin_days_so_far(text[], date[]) is 'Adds up anew what these people did so far, each from a day on.';

create or replace function private.count_all_twin_totals(p_zone text)
returns void
language plpgsql
set search_path = pg_catalog, public
as $$
begin
  delete from private.twin_totals;
  insert into private.twin_totals select c.* from private.count_twin_totals('-infinity', 'infinity') c;
  delete from private.twin_document_types;
  insert into private.twin_document_types select c.* from private.count_twin_document_types('-infinity', 'infinity') c;
  delete from private.twin_user_days;
  insert into private.twin_user_days
  select c.*, sum(c.sessions) over person, sum(c.documents) over person, sum(c.queries) over person
  from private.count_twin_user_days('-infinity', 'infinity', p_zone) c window person as (partition by c.user_id order by c.day);
  delete from private.twin_people;
  insert into private.twin_people
  select s.user_id, (min(s.started_at) at time zone p_zone)::date, (max(s.started_at) at time zone p_zone)::date
  from twin_analytics.sessions s group by s.user_id;
  delete from private.twin_returns;
  insert into private.twin_returns
  select x.day, x.before, count(*)
  from (select d.day, lag(d.day, 1, '-infinity') over (partition by d.user_id order by d.day) as before
        from private.twin_user_days d where d.sessions > 0) x
  group by 1, 2;
  delete from private.twin_cohorts;
  insert into private.twin_cohorts select c.* from private.count_twin_cohorts(array(select user_id from private.twin_people)) c;
end $$;
comment on function private.count_all_twin_totals(text) is 'Counts everything anew. Its caller has the lock and has taken the marks away.';

create or replace function private.rebuild_twin_totals(p_zone text default null)
returns void
language plpgsql
set search_path = pg_catalog, public
as $$
begin
  perform 1 from private.twin_reporting for update;
  update private.twin_reporting set zone = p_zone where p_zone is not null and zone <> p_zone;
  delete from private.twin_marks;
  perform private.count_all_twin_totals((select zone from private.twin_reporting));
end $$;
comment on function private.rebuild_twin_totals(text) is
  'Counts everything anew, with another reporting zone if one is given. The rows are those that refreshing has made.';

create or replace function private.guard_reporting_zone()
returns trigger
language plpgsql
set search_path = pg_catalog, public
as $$
begin
  -- What begins otherwise (posix/, right/, localtime) is of this server alone, and pages know it not.
  if new.zone !~ '^[A-Z]' or not exists (select from pg_timezone_names where name = new.zone) then
    raise exception '% is no IANA time zone that this server knows', new.zone using errcode = 'YP004';
  end if;
  return new;
end $$;
comment on function private.guard_reporting_zone() is 'Refuses a reporting zone in which no page could count days.';
create or replace trigger on_reporting_zone before insert or update of zone on private.twin_reporting
  for each row execute function private.guard_reporting_zone();
