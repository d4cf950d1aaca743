-- What readers read: what was counted, less what is marked, and that counted from the rows. All of a
-- statement is of one moment, so numbers are exact at any time. PL/pgSQL keeps the plans of a session,
-- and nothing is compiled (JIT): that takes longer than reading.
create or replace function private.marked_buckets(p_from timestamptz, p_to timestamptz)
returns table (bucket timestamptz)
language sql stable
begin atomic
  select distinct m.bucket from private.twin_marks m where m.bucket >= p_from and m.bucket < p_to;
end;
comment on function private.marked_buckets(timestamptz, timestamptz) is
  'Which 15 minutes of [p_from, p_to) are to be counted from the rows. Inlined where it is read.';

create or replace function private.twin_totals_between(p_from timestamptz, p_to timestamptz)
returns setof private.twin_totals
language plpgsql stable
set search_path = pg_catalog, public
set jit = off
as $$
begin
  return query select t.* from private.twin_totals t
  where t.bucket >= p_from and t.bucket < p_to
    and t.bucket not in (select m.bucket from private.marked_buckets(p_from, p_to) m);
  return query select c.*
  from private.marked_buckets(p_from, p_to) m
  cross join lateral private.count_twin_totals(m.bucket, m.bucket + interval '15 minutes') c;
end $$;
comment on function private.twin_totals_between(timestamptz, timestamptz) is 'Totals of [p_from, p_to) by 15 minutes of UTC, as of now.';

create or replace function private.twin_document_types_between(p_from timestamptz, p_to timestamptz)
returns setof private.twin_document_types
language plpgsql stable
set search_path = pg_catalog, public
set jit = off
as $$
begin
  return query select t.* from private.twin_document_types t
  where t.bucket >= p_from and t.bucket < p_to
    and t.bucket not in (select m.bucket from private.marked_buckets(p_from, p_to) m);
  return query select c.*
  from private.marked_buckets(p_from, p_to) m
  cross join lateral private.count_twin_document_types(m.bucket, m.bucket + interval '15 minutes') c;
end $$;
comment on function private.twin_document_types_between(timestamptz, timestamptz) is 'Documents of [p_from, p_to) by type and 15 minutes of UTC, as of now.';

create or replace function private.marked_days(p_from date, p_to date)
returns table (day date, user_id text, since timestamptz, until timestamptz)
language plpgsql stable rows 20
set search_path = pg_catalog, public
set jit = off
as $$
#variable_conflict use_column
declare
  v_zone text := (select zone from private.twin_reporting);
begin
  return query
  with marked as materialized (
    select distinct (m.bucket at time zone v_zone)::date as day, m.user_id from private.twin_marks m
    where m.bucket >= private.day_begins(p_from, v_zone) and m.bucket < private.day_begins(p_to, v_zone) and m.user_id is not null),
  days as materialized (
    select d.day, private.day_begins(d.day, v_zone) as since, private.day_begins(d.day + 1, v_zone) as until
    from (select distinct m.day from marked m) d)
  select m.day, m.user_id, d.since, d.until from marked m join days d on d.day = m.day;
end $$;
comment on function private.marked_days(date, date) is
  'Whose day of [p_from, p_to), in the reporting zone, is to be counted anew, and the moments at which it begins and ends.';

create or replace function private.twin_returns_between(p_from date, p_to date)
returns table (day date, before date, people bigint)
language plpgsql stable
set search_path = pg_catalog, public
set jit = off
as $$
#variable_conflict use_column
begin
  return query select r.day, case when r.before < p_from then '-infinity' else r.before end, r.people
  from private.twin_returns r where r.day >= p_from and r.day < p_to;
  -- Of people who came on a marked day and were not counted, or the other way, what was counted is taken away and what is now added.
  return query
  with changed as materialized (
    select m.user_id, array_agg(m.day) as days, array_agg(m.day) filter (where m.came) as came
    from (
      select x.user_id, x.day, exists (
        select from twin_analytics.sessions s
        where s.user_id = x.user_id and s.started_at >= x.since and s.started_at < x.until) as came
      from private.marked_days(p_from, p_to) x) m
    where m.came <> exists (
      select from private.twin_user_days d where d.user_id = m.user_id and d.day = m.day and d.sessions > 0)
    group by m.user_id),
  counted as materialized (
    select c.user_id, d.day, c.days from changed c
    join private.twin_user_days d on d.user_id = c.user_id and d.day >= p_from and d.day < p_to and d.sessions > 0),
  theirs as (
    select c.user_id, c.day, -1 as sign from counted c
    union all
    select c.user_id, c.day, 1 from counted c where c.day <> all (c.days)
    union all
    select c.user_id, unnest(c.came), 1 from changed c)
  select x.day, x.before, sum(x.sign)::bigint
  from (select t.day, lag(t.day, 1, '-infinity') over (partition by t.user_id, t.sign order by t.day) as before, t.sign from theirs t) x
  group by x.day, x.before having sum(x.sign) <> 0;
end $$;
comment on function private.twin_returns_between(date, date) is
  'twin_returns of [p_from, p_to) as of now, to be added up by day and day before. A day before p_from is -infinity.';

create or replace function private.twin_people_between(p_from date, p_to date)
returns bigint
language sql stable
set search_path = pg_catalog, public
as $$
  select coalesce(sum(r.people), 0)::bigint from private.twin_returns_between(p_from, p_to) r where r.before = '-infinity'
$$;
comment on function private.twin_people_between(date, date) is 'Distinct people with a session in [p_from, p_to), as of now.';

create or replace function private.twin_active_between(p_from date, p_to date)
returns table (day date, daily bigint, weekly bigint, monthly bigint)
language sql stable
set search_path = pg_catalog, public
as $$
  -- Who comes is active from then on, or from where the window of their day before ends, until the window of this day ends.
  with steps as (
    select s.day, sum(r.people * s.step) filter (where w.width = 1) as daily,
      sum(r.people * s.step) filter (where w.width = 7) as weekly, sum(r.people * s.step) filter (where w.width = 30) as monthly
    from private.twin_returns_between(p_from - 29, p_to + 1) r
    cross join (values (1), (7), (30)) w (width)
    cross join lateral (values (greatest(r.day, r.before + w.width), 1), (r.day + w.width, -1)) s (day, step)
    group by s.day),
  days as (
    select g.at::date as day, sum(s.daily) over so_far as daily, sum(s.weekly) over so_far as weekly, sum(s.monthly) over so_far as monthly
    from generate_series((p_from - 29)::timestamp, p_to::timestamp, interval '1 day') g (at)
    left join steps s on s.day = g.at::date
    window so_far as (order by g.at))
  select d.day, coalesce(d.daily, 0)::bigint, coalesce(d.weekly, 0)::bigint, coalesce(d.monthly, 0)::bigint
  from days d where d.day >= p_from
$$;
comment on function private.twin_active_between(date, date) is
  'Distinct people of each day from p_from to p_to, both included, and of the 7 and 30 days that end with it, as of now.';

create or replace function private.twin_people_did(p_from date, p_to date)
returns table (user_id text, sessions bigint, documents bigint, queries bigint)
language plpgsql stable
set search_path = pg_catalog, public
set jit = off
as $$
#variable_conflict use_column
declare
  v_day date;
  v_since timestamptz;
  v_until timestamptz;
  v_users text[];
begin
  -- What somebody had done at the end, less what they had done at the beginning.
  return query
  select u.id, did.sessions_so_far - coalesce(had.sessions_so_far, 0), did.documents_so_far - coalesce(had.documents_so_far, 0),
    did.queries_so_far - coalesce(had.queries_so_far, 0)
  from twin_analytics.users u
  cross join lateral (
    select d.sessions_so_far, d.documents_so_far, d.queries_so_far from private.twin_user_days d
    where d.user_id = u.id and d.day < p_to order by d.day desc limit 1) did
  left join lateral (
    select d.sessions_so_far, d.documents_so_far, d.queries_so_far from private.twin_user_days d
    where d.user_id = u.id and d.day < p_from order by d.day desc limit 1) had on true;
  -- Of marked days, what is now less what was counted. A day at a time, so that its moments are known to the planner.
  for v_day, v_since, v_until, v_users in
    select m.day, m.since, m.until, array_agg(m.user_id) from private.marked_days(p_from, p_to) m group by 1, 2, 3
  loop
    return query select d.user_id, -d.sessions, -d.documents, -d.queries from private.twin_user_days d
    where d.user_id = any (v_users) and d.day = v_day;
    return query select c.user_id, c.sessions, c.documents, c.queries from private.count_twin_day(v_users, v_since, v_until) c;
  end loop;
end $$;
comment on function private.twin_people_did(date, date) is
  'What people did in [p_from, p_to), as of now, to be added up by person; those who did nothing may be there too.';

create or replace function private.twin_cohorts_between(p_from date, p_to date)
returns table (first_day date, day date, present bigint, last bigint)
language plpgsql stable
set search_path = pg_catalog, public
set jit = off
as $$
#variable_conflict use_column
declare
  v_zone text := (select zone from private.twin_reporting);
  v_users text[] := array(select distinct user_id from private.twin_marks where user_id is not null);
begin
  return query select c.first_day, c.day, c.present, c.last from private.twin_cohorts c
  where c.first_day >= p_from and c.first_day < p_to;
  if cardinality(v_users) = 0 then
    return;
  end if;
  -- Of people with marks what was counted is taken away, and what is now added.
  return query select c.first_day, c.day, -c.present, -c.last from private.count_twin_cohorts(v_users) c
  where c.first_day >= p_from and c.first_day < p_to;
  return query
  with people as materialized (
    select m.user_id, ends.first_at, (ends.first_at at time zone v_zone)::date as first_day, (ends.last_at at time zone v_zone)::date as last_day
    from unnest(v_users) m (user_id)
    cross join lateral (
      select min(s.started_at) as first_at, max(s.started_at) as last_at
      from twin_analytics.sessions s where s.user_id = m.user_id) ends),
  days as (
    select distinct p.user_id, p.first_day, p.last_day, (s.started_at at time zone v_zone)::date as day
    from people p join twin_analytics.sessions s on s.user_id = p.user_id
      and s.started_at < p.first_at + make_interval(days => private.retained_days() + 2)
    where p.first_day >= p_from and p.first_day < p_to)
  select d.first_day, d.day, count(*), count(*) filter (where d.day = d.last_day)
  from days d where d.day <= d.first_day + private.retained_days() group by 1, 2;
end $$;
comment on function private.twin_cohorts_between(date, date) is
  'twin_cohorts of whose first session ever was in [p_from, p_to), as of now, to be added up by first day and day.';
