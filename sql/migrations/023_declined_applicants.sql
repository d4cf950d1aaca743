-- Whoever applied and was declined. Approving them later is possible all the same.
-- squawk-ignore-file require-concurrent-index-creation

set lock_timeout = '5s';
set statement_timeout = '60s';

alter table users add column if not exists declined_at timestamptz;
comment on column users.declined_at is 'Declined by a person (decline_user); empty again once approved.';
create index if not exists idx_users_declined on users (declined_at) where declined_at is not null;
