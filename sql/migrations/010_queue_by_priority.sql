-- Waiting messages are claimed by true priority, then by their moment.
-- The index is over waiting rows only: writers stand still for a moment, not for a rebuild.
-- squawk-ignore-file require-concurrent-index-creation

set lock_timeout = '5s';
set statement_timeout = '60s';

create index if not exists idx_queue_claim on message_queue (private.priority_rank(priority), scheduled_for)
  where status in ('queued', 'approved');
