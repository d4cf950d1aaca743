-- Distinct people and leaderboards of any period, read from as many rows as it has days or people.
-- The tables hold derived rows, which whoever refreshes them waits for alone.
-- squawk-ignore-file require-concurrent-index-creation, disallowed-unique-constraint, ban-drop-table, ban-drop-constraint, ban-drop-view, ban-drop-function
-- squawk-ignore-file adding-serial-primary-key-field, constraint-missing-not-valid

set lock_timeout = '5s';
set statement_timeout = '600s';

create table if not exists private.twin_returns (
  day date not null,
  before date not null,
  people bigint not null,
  primary key (day, before) include (people)
);
comment on table private.twin_returns is
  'How many people have a session on a day, by the day of theirs before it. Each person counts once among those of a period whose day before lies ahead of the period.';
comment on column private.twin_returns.before is '-infinity for those who came for the first time.';

alter table private.twin_user_days
  add column if not exists sessions_so_far bigint not null default 0,
  add column if not exists documents_so_far bigint not null default 0,
  add column if not exists queries_so_far bigint not null default 0;
comment on column private.twin_user_days.sessions_so_far is 'Of this day and of all days before; documents_so_far and queries_so_far likewise.';
alter table private.twin_user_days drop constraint if exists twin_user_days_pkey;
alter table private.twin_user_days add constraint twin_user_days_pkey
  primary key (user_id, day) include (sessions, sessions_so_far, documents_so_far, queries_so_far);

update private.twin_user_days d
set sessions_so_far = c.sessions, documents_so_far = c.documents, queries_so_far = c.queries
from (
  select x.user_id, x.day, sum(x.sessions) over person as sessions, sum(x.documents) over person as documents,
    sum(x.queries) over person as queries
  from private.twin_user_days x window person as (partition by x.user_id order by x.day)) c
where c.user_id = d.user_id and c.day = d.day;
insert into private.twin_returns
select x.day, x.before, count(*)
from (select d.day, lag(d.day, 1, '-infinity') over (partition by d.user_id order by d.day) as before
      from private.twin_user_days d where d.sessions > 0) x
group by 1, 2
on conflict (day, before) do update set people = excluded.people;
drop table if exists private.twin_active;

-- Readers of the views that functions replace; the one function that is parsed already goes first.
drop function if exists private.count_twin_active(date, date);
drop view if exists private.twin_totals_now, private.twin_document_types_now, private.twin_user_days_now,
  private.twin_user_days_marked, private.twin_marked_days, private.twin_people_now;

-- Marks come and go all day, and every reader looks for those of its period.
create index if not exists idx_twin_marks_bucket on private.twin_marks (bucket, user_id);
alter table private.twin_marks set (autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 1000);

create index if not exists idx_sessions_of_twin on twin_analytics.sessions (twin_id, started_at);
create index if not exists idx_sessions_of_platform on twin_analytics.sessions (platform, started_at desc, id desc);
