-- How many rows there are, the planner is told: few, as between two refreshes. From a table that fills and
-- empties it would guess hundreds of thousands, and compile (JIT) for longer than the reading takes.
create or replace function private.marked_buckets() returns setof timestamptz
language sql stable rows 4
set search_path = pg_catalog
as $$
  select distinct m.bucket from private.twin_marks m
$$;
comment on function private.marked_buckets() is 'The beginnings of the 15 minutes that are to be counted anew.';

create or replace function private.marked_days() returns table (day date, user_id text)
language sql stable rows 20
set search_path = pg_catalog
as $$
  select distinct (m.bucket at time zone (select r.zone from private.twin_reporting r))::date, m.user_id
  from private.twin_marks m where m.user_id is not null
$$;
comment on function private.marked_days() is 'Whose day, of the reporting zone, is to be counted anew.';

create or replace function private.marked_ranges() returns table (day date, since timestamptz, until timestamptz)
language sql stable rows 2
set search_path = pg_catalog
as $$
  select d.day, private.day_begins(d.day, r.zone), private.day_begins(d.day + 1, r.zone)
  from (select distinct x.day from private.marked_days() x) d cross join private.twin_reporting r
$$;
comment on function private.marked_ranges() is 'Each such day, with the moments at which it begins and ends.';

-- What readers read: totals as they were counted, and what is marked counted from the rows. In one
-- statement both are of one moment, so the numbers are exact at any time.
create or replace view private.twin_totals_now with (security_invoker = true) as
  select t.* from private.twin_totals t
  where t.bucket not in (select b from private.marked_buckets() b)
  union all
  select c.* from private.marked_buckets() marked (bucket)
  cross join lateral private.count_twin_totals(marked.bucket, marked.bucket + interval '15 minutes') c
  where c.bucket = marked.bucket;  -- for the planner: who asks for some has only these counted
comment on view private.twin_totals_now is 'Totals by 15 minutes of UTC, as of now.';

create or replace view private.twin_document_types_now with (security_invoker = true) as
  select t.* from private.twin_document_types t
  where t.bucket not in (select b from private.marked_buckets() b)
  union all
  select c.* from private.marked_buckets() marked (bucket)
  cross join lateral private.count_twin_document_types(marked.bucket, marked.bucket + interval '15 minutes') c
  where c.bucket = marked.bucket;
comment on view private.twin_document_types_now is 'Documents by type and 15 minutes of UTC, as of now.';

create or replace view private.twin_marked_days with (security_invoker = true) as
  select d.day, d.user_id from private.marked_days() d;
comment on view private.twin_marked_days is 'Whose day is to be counted anew.';

create or replace view private.twin_user_days_marked with (security_invoker = true) as
  -- Left joins, so that who asks for sessions alone does not pay for documents and queries.
  select m.day, m.user_id, s.sessions, coalesce(d.documents, 0) as documents, coalesce(q.queries, 0) as queries
  from private.twin_marked_days m
  join private.marked_ranges() range on range.day = m.day
  cross join lateral (
    select count(*) as sessions from twin_analytics.sessions s
    where s.user_id = m.user_id and s.started_at >= range.since and s.started_at < range.until) s
  left join (
    select days.day, s.user_id, count(*) as documents
    from private.marked_ranges() days
    join twin_analytics.documents d on d.created_at >= days.since and d.created_at < days.until
    join twin_analytics.sessions s on s.id = d.session_id
    group by 1, 2) d on d.day = m.day and d.user_id = m.user_id
  left join (
    select days.day, s.user_id, count(*) as queries
    from private.marked_ranges() days
    join twin_analytics.queries q on q.created_at >= days.since and q.created_at < days.until
    join twin_analytics.sessions s on s.id = q.session_id
    group by 1, 2) q on q.day = m.day and q.user_id = m.user_id;
comment on view private.twin_user_days_marked is 'What is marked of people''s days, counted from the rows.';

create or replace view private.twin_user_days_now with (security_invoker = true) as
  select d.day, d.user_id, d.sessions, d.documents, d.queries from private.twin_user_days d
  where not exists (select from private.twin_marked_days m where m.day = d.day and m.user_id = d.user_id)
  union all
  select m.day, m.user_id, m.sessions, m.documents, m.queries from private.twin_user_days_marked m;
comment on view private.twin_user_days_now is 'What each person did on each day of the reporting zone, as of now.';

create or replace view private.twin_people_now with (security_invoker = true) as
  select p.user_id, p.first_day, p.last_day from private.twin_people p
  where p.user_id not in (select d.user_id from private.marked_days() d)
  union all
  select marked.user_id, (ends.first_at at time zone r.zone)::date, (ends.last_at at time zone r.zone)::date
  from (select distinct d.user_id from private.marked_days() d) marked
  cross join private.twin_reporting r
  cross join lateral (select min(s.started_at) as first_at, max(s.started_at) as last_at
                      from twin_analytics.sessions s where s.user_id = marked.user_id) ends
  where ends.first_at is not null;
comment on view private.twin_people_now is 'The days of each person''s first and last session, as of now.';

create or replace function private.twin_returns_between(p_from date, p_to date)
returns table (day date, before date, people bigint)
language sql stable
set search_path = pg_catalog, public
as $$
  -- Of people of whom something is marked, what was counted is taken away and what is now added.
  with marked as materialized (
    select distinct m.user_id from private.marked_days() m where m.day >= p_from and m.day < p_to),
  theirs as (
    select d.user_id, d.day, -1 as sign from marked join private.twin_user_days d on d.user_id = marked.user_id
    where d.day >= p_from and d.day < p_to and d.sessions > 0
    union all
    select n.user_id, n.day, 1 from marked join private.twin_user_days_now n on n.user_id = marked.user_id
    where n.day >= p_from and n.day < p_to and n.sessions > 0)
  select r.day, case when r.before < p_from then '-infinity' else r.before end, r.people
  from private.twin_returns r where r.day >= p_from and r.day < p_to
  union all
  select t.day, lag(t.day, 1, '-infinity') over (partition by t.user_id, t.sign order by t.day), t.sign from theirs t
$$;
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
  -- Who comes is active from then on, or from where the window of the day before ends, until the window of this day ends.
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
language sql stable
set search_path = pg_catalog, public
as $$
  -- What somebody had done at the end, less what they had done at the beginning.
  with marked as materialized (
    select distinct m.user_id from private.marked_days() m where m.day >= p_from and m.day < p_to)
  select u.id, did.sessions_so_far - coalesce(had.sessions_so_far, 0), did.documents_so_far - coalesce(had.documents_so_far, 0),
    did.queries_so_far - coalesce(had.queries_so_far, 0)
  from twin_analytics.users u
  cross join lateral (
    select d.sessions_so_far, d.documents_so_far, d.queries_so_far from private.twin_user_days d
    where d.user_id = u.id and d.day < p_to order by d.day desc limit 1) did
  left join lateral (
    select d.sessions_so_far, d.documents_so_far, d.queries_so_far from private.twin_user_days d
    where d.user_id = u.id and d.day < p_from order by d.day desc limit 1) had on true
  where u.id not in (select m.user_id from marked m)
  union all
  select n.user_id, sum(n.sessions)::bigint, sum(n.documents)::bigint, sum(n.queries)::bigint
  from marked join private.twin_user_days_now n on n.user_id = marked.user_id
  where n.day >= p_from and n.day < p_to
  group by n.user_id
$$;
comment on function private.twin_people_did(date, date) is 'What each person did in [p_from, p_to), as of now; those who did nothing may be there too.';
