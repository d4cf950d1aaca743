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
  select m.day, m.user_id, coalesce(s.sessions, 0) as sessions, coalesce(d.documents, 0) as documents,
    coalesce(q.queries, 0) as queries
  from private.twin_marked_days m
  left join (
    select days.day, s.user_id, count(*) as sessions
    from private.marked_ranges() days
    join twin_analytics.sessions s on s.started_at >= days.since
      and s.started_at < days.until
    group by 1, 2) s on s.day = m.day and s.user_id = m.user_id
  left join (
    select days.day, s.user_id, count(*) as documents
    from private.marked_ranges() days
    join twin_analytics.documents d on d.created_at >= days.since
      and d.created_at < days.until
    join twin_analytics.sessions s on s.id = d.session_id
    group by 1, 2) d on d.day = m.day and d.user_id = m.user_id
  left join (
    select days.day, s.user_id, count(*) as queries
    from private.marked_ranges() days
    join twin_analytics.queries q on q.created_at >= days.since
      and q.created_at < days.until
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

create or replace function private.count_twin_active(p_from date, p_to date)
returns table (day date, daily bigint, weekly bigint, monthly bigint)
language sql stable
begin atomic
  -- A day of somebody's counts for the days that it is within a window of, until their next one.
  with active as (
    select d.day, lead(d.day) over (partition by d.user_id order by d.day) as next_day
    from private.twin_user_days_now d where d.sessions > 0 and d.day > p_from - 30 and d.day <= p_to),
  steps as (
    select w.width, s.day, sum(s.step) as step
    from (values (1), (7), (30)) w (width)
    cross join active a
    cross join lateral (values (greatest(a.day, p_from), 1), (least(a.day + w.width, a.next_day), -1)) s (day, step)
    where least(a.day + w.width, a.next_day) > p_from
    group by 1, 2)
  select t.day,
    coalesce(sum(s.step) filter (where s.width = 1), 0)::bigint, coalesce(sum(s.step) filter (where s.width = 7), 0)::bigint,
    coalesce(sum(s.step) filter (where s.width = 30), 0)::bigint
  from generate_series(p_from::timestamp, p_to::timestamp, interval '1 day') g (at)
  cross join lateral (select g.at::date as day) t
  left join lateral (select x.width, sum(x.step) as step from steps x where x.day <= t.day group by x.width) s on true
  group by t.day;
end;
comment on function private.count_twin_active(date, date) is
  'Distinct people of each day from p_from to p_to, both included, and of the 7 and 30 days that end with it.';

create or replace function private.twin_active_between(p_from date, p_to date)
returns table (day date, daily bigint, weekly bigint, monthly bigint)
language sql stable
set search_path = pg_catalog, public
as $$
  with days as materialized (
    select g.at::date as day, exists (
      select from private.twin_marked_days m where m.day <= g.at::date and m.day > g.at::date - 30) as marked
    from generate_series(p_from::timestamp, p_to::timestamp, interval '1 day') g (at)),
  marked as (select min(d.day) as first, max(d.day) as last from days d where d.marked)
  select d.day, coalesce(a.daily, 0), coalesce(a.weekly, 0), coalesce(a.monthly, 0)
  from days d left join private.twin_active a on a.day = d.day
  where not d.marked
  union all
  select c.* from marked m cross join lateral private.count_twin_active(m.first, m.last) c
  join days d on d.day = c.day and d.marked
  where m.first is not null
$$;
comment on function private.twin_active_between(date, date) is
  'Distinct people of each day from p_from to p_to, both included, as of now: as counted where nothing is marked.';
