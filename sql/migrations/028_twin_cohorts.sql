-- Who comes back, read from as many rows as there are days. The table holds derived rows.
-- squawk-ignore-file ban-drop-function

set lock_timeout = '5s';
set statement_timeout = '600s';

create table if not exists private.twin_cohorts (
  first_day date not null,
  day date not null,
  present bigint not null,
  last bigint not null,
  primary key (first_day, day) include (present, last)
);
comment on table private.twin_cohorts is
  'Of the people whose first session was on a day: how many have one on that or a later day, as far as retention looks (private.retained_days).';
comment on column private.twin_cohorts.last is 'Of how many this is the day of their last session.';

insert into private.twin_cohorts
select p.first_day, d.day, count(*), count(*) filter (where d.day = p.last_day)
from private.twin_people p
join private.twin_user_days d on d.user_id = p.user_id and d.sessions > 0 and d.day <= p.first_day + 60
group by 1, 2
on conflict (first_day, day) do update set present = excluded.present, last = excluded.last;

-- Read nowhere any more.
drop function if exists private.twin_newcomers(date, date);
