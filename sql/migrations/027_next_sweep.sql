-- Periodic work says how often it is done, so that it can be told when it is due again.
set lock_timeout = '5s';
set statement_timeout = '60s';

alter table private.sweeps add column if not exists every interval;
comment on column private.sweeps.every is 'How long after it ended it is due again; null: it never ran since this is kept.';
