-- When each person's priorities were reviewed, and what finds who and what is to be reviewed.
-- Small tables still: writers stand still for a moment.
-- squawk-ignore-file require-concurrent-index-creation

set lock_timeout = '5s';
set statement_timeout = '60s';

create table if not exists private.priority_reviews (
  user_id uuid primary key,
  reviewed_at timestamptz not null
);
comment on table private.priority_reviews is 'When what matters to a person was last scored: every 6 hours while they are active.';

alter table user_priorities add column if not exists announced_score numeric;
comment on column user_priorities.announced_score is 'The score for which priority.update was published.';

-- One look at all who are due waits at a time, and one at each person.
create unique index if not exists idx_tasks_review_round on agent_tasks (task_type)
  where task_type = 'account_manager_review' and user_id is null and status = 'pending';
create unique index if not exists idx_tasks_review_person on agent_tasks (user_id)
  where task_type = 'account_manager_review' and user_id is not null and status = 'pending';

create index if not exists idx_priorities_shown on user_priorities (last_presented_at)
  where status = 'presented';
