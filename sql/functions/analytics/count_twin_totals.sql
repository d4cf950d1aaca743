-- What the rows say. Parsed when they are defined and without a search_path of their own, so that
-- they are inlined: the same text counts fifteen minutes for a reader and everything for a rebuild.
create or replace function private.twin_bucket(p_at timestamptz) returns timestamptz
language sql immutable parallel safe
return date_bin('15 minutes', p_at, timestamptz '2000-01-01 00:00:00+00');
comment on function private.twin_bucket(timestamptz) is 'The beginning of its 15 minutes of UTC, of which every zone''s offset is a multiple.';

create or replace function private.count_twin_totals(p_from timestamptz, p_to timestamptz)
returns table (
  bucket timestamptz, sessions bigint, shared_sessions bigint, sessions_with_documents bigint,
  sessions_with_queries bigint, sessions_with_neither bigint, user_messages bigint, twin_messages bigint,
  documents bigint, words bigint, queries bigint, results bigint, empty_queries bigint, twins bigint)
language sql stable
begin atomic
  select c.bucket, sum(c.sessions)::bigint, sum(c.shared)::bigint, sum(c.with_documents)::bigint, sum(c.with_queries)::bigint,
    sum(c.with_neither)::bigint, sum(c.by_user)::bigint, sum(c.by_twin)::bigint, sum(c.documents)::bigint, sum(c.words)::bigint,
    sum(c.queries)::bigint, sum(c.results)::bigint, sum(c.empty)::bigint, sum(c.twins)::bigint
  from (
    select private.twin_bucket(s.started_at) as bucket, count(*) as sessions, count(*) filter (where s.is_shared_twin) as shared,
      count(*) filter (where s.documented) as with_documents, count(*) filter (where s.queried) as with_queries,
      count(*) filter (where not s.documented and not s.queried) as with_neither,
      0 as by_user, 0 as by_twin, 0 as documents, 0 as words, 0 as queries, 0 as results, 0 as empty, 0 as twins
    -- With limits each session's are looked up; of how many sessions the planner does not know. Offset: once each.
    from (select r.started_at, r.is_shared_twin,
            (select true from twin_analytics.documents d where d.session_id = r.id limit 1) is not null as documented,
            (select true from twin_analytics.queries q where q.session_id = r.id limit 1) is not null as queried
          from twin_analytics.sessions r where r.started_at >= p_from and r.started_at < p_to offset 0) s
    group by 1
    union all
    select private.twin_bucket(m.created_at), 0, 0, 0, 0, 0, count(*) filter (where m.sender_type = 'user'),
      count(*) filter (where m.sender_type = 'twin'), 0, 0, 0, 0, 0, 0
    from twin_analytics.messages m where m.created_at >= p_from and m.created_at < p_to
    group by 1
    union all
    select private.twin_bucket(d.created_at), 0, 0, 0, 0, 0, 0, 0, count(*), coalesce(sum(d.word_count), 0), 0, 0, 0, 0
    from twin_analytics.documents d where d.created_at >= p_from and d.created_at < p_to
    group by 1
    union all
    select private.twin_bucket(q.created_at), 0, 0, 0, 0, 0, 0, 0, 0, 0, count(*), sum(q.results_count),
      count(*) filter (where q.results_count = 0), 0
    from twin_analytics.queries q where q.created_at >= p_from and q.created_at < p_to
    group by 1
    union all
    select private.twin_bucket(t.created_at), 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, count(*)
    from twin_analytics.twins t where t.created_at >= p_from and t.created_at < p_to
    group by 1) c
  group by c.bucket;
end;
comment on function private.count_twin_totals(timestamptz, timestamptz) is
  'Totals of [p_from, p_to) by 15 minutes, counted from the rows. Both ends are beginnings of 15 minutes.';

create or replace function private.count_twin_document_types(p_from timestamptz, p_to timestamptz)
returns table (bucket timestamptz, document_type text, documents bigint, words bigint)
language sql stable
begin atomic
  select private.twin_bucket(d.created_at), coalesce(nullif(d.document_type, ''), 'other'), count(*), coalesce(sum(d.word_count), 0)::bigint
  from twin_analytics.documents d where d.created_at >= p_from and d.created_at < p_to
  group by 1, 2;
end;
comment on function private.count_twin_document_types(timestamptz, timestamptz) is 'The same of documents by type.';

create or replace function private.count_twin_user_days(p_from timestamptz, p_to timestamptz, p_zone text)
returns table (day date, user_id text, sessions bigint, documents bigint, queries bigint)
language sql stable
begin atomic
  select c.day, c.user_id, sum(c.sessions)::bigint, sum(c.documents)::bigint, sum(c.queries)::bigint
  from (
    select (s.started_at at time zone p_zone)::date as day, s.user_id, count(*) as sessions, 0 as documents, 0 as queries
    from twin_analytics.sessions s where s.started_at >= p_from and s.started_at < p_to
    group by 1, 2
    union all
    select (d.created_at at time zone p_zone)::date, s.user_id, 0, count(*), 0
    from twin_analytics.documents d join twin_analytics.sessions s on s.id = d.session_id
    where d.created_at >= p_from and d.created_at < p_to
    group by 1, 2
    union all
    select (q.created_at at time zone p_zone)::date, s.user_id, 0, 0, count(*)
    from twin_analytics.queries q join twin_analytics.sessions s on s.id = q.session_id
    where q.created_at >= p_from and q.created_at < p_to
    group by 1, 2) c
  group by 1, 2;
end;
comment on function private.count_twin_user_days(timestamptz, timestamptz, text) is
  'What each person did in [p_from, p_to) by day of p_zone, counted from the rows.';

create or replace function private.count_twin_day(p_users text[], p_since timestamptz, p_until timestamptz)
returns table (user_id text, sessions bigint, documents bigint, queries bigint)
language plpgsql stable
set search_path = pg_catalog, public
set jit = off
as $$
#variable_conflict use_column
begin
  -- The limits have sessions found by their ids, however many are expected.
  return query
  select c.user_id, sum(c.sessions)::bigint, sum(c.documents)::bigint, sum(c.queries)::bigint
  from (
    select u.user_id, count(*) as sessions, 0 as documents, 0 as queries
    from unnest(p_users) u (user_id)
    join twin_analytics.sessions s on s.user_id = u.user_id and s.started_at >= p_since and s.started_at < p_until
    group by u.user_id
    union all
    select s.user_id, 0, count(*), 0
    from twin_analytics.documents d
    cross join lateral (select s.user_id from twin_analytics.sessions s where s.id = d.session_id limit 1) s
    where d.created_at >= p_since and d.created_at < p_until and s.user_id = any (p_users)
    group by s.user_id
    union all
    select s.user_id, 0, 0, count(*)
    from twin_analytics.queries q
    cross join lateral (select s.user_id from twin_analytics.sessions s where s.id = q.session_id limit 1) s
    where q.created_at >= p_since and q.created_at < p_until and s.user_id = any (p_users)
    group by s.user_id) c
  group by c.user_id;
end $$;
comment on function private.count_twin_day(text[], timestamptz, timestamptz) is
  'What each of these people did in [p_since, p_until), counted from the rows; who did nothing is not there.';

create or replace function private.day_begins(p_day date, p_zone text) returns timestamptz
language sql stable parallel safe
return (
  select min(c.at - e.earlier)
  from (select p_day::timestamp at time zone p_zone as at) c
  -- Where clocks go back at midnight it comes twice, and the day begins with the first one.
  cross join (values (interval '0'), (interval '30 minutes'), (interval '1 hour'), (interval '2 hours')) e (earlier)
  where ((c.at - e.earlier) at time zone p_zone)::date = p_day);
comment on function private.day_begins(date, text) is 'The first moment of a zone''s day, whether or not it has a midnight: days of 23 and 25 hours come out right.';
