-- Queued messages that were given up are looked for by the doctor.
-- The index is over the few that failed: writers stand still for a moment, not for a rebuild.
-- squawk-ignore-file require-concurrent-index-creation

set lock_timeout = '5s';
set statement_timeout = '60s';

create index if not exists idx_queue_failed on message_queue (created_at)
  where status = 'cancelled' and last_error is not null;
comment on column message_queue.last_error is
  'Why its last decision failed; of a cancelled message: what it was given up for. Null when it was called off.';
