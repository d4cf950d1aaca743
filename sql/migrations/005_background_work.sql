-- What the background needs: tasks claimed in order, messages that wait for their moment.
-- Its indexes are over waiting and running rows only: writers stand still for a moment, not for a rebuild.
-- squawk-ignore-file require-concurrent-index-creation

set lock_timeout = '5s';
set statement_timeout = '60s';

-- With its body parsed at definition it needs no search_path, so that it is inlined: into indexes too.
create or replace function private.priority_rank(priority text) returns smallint
language sql immutable parallel safe
return (case priority when 'urgent' then 1 when 'high' then 2 when 'medium' then 3 when 'low' then 4 end)::smallint;

-- One row per person and queue that must not run twice at a time. Whoever leases it works alone.
create table if not exists private.lanes (
  queue text not null,
  key uuid not null,
  lease_token uuid,
  leased_until timestamptz,
  primary key (queue, key)
);
comment on table private.lanes is
  'Who works for a person now, by queue (tasks, message_queue): one worker at a time, held by the row itself.';

-- An identity needs the table rewritten: milliseconds, since nothing has filled it before this version.
-- squawk-ignore adding-field-with-default
alter table agent_tasks add column if not exists seq bigint generated always as identity;
comment on column agent_tasks.seq is 'Arrival order; breaks ties between tasks due at the same moment.';
create index if not exists idx_tasks_claim on agent_tasks (
  private.priority_rank(priority), greatest(scheduled_for, available_at), seq)
  where status in ('pending', 'processing');
comment on column agent_tasks.available_at is
  'Backoff: not before this moment, whatever scheduled_for says. While processing: the end of the lease.';

-- An identity needs the table rewritten: milliseconds, since nothing has filled it before this version.
-- squawk-ignore adding-field-with-default
alter table message_queue add column if not exists seq bigint generated always as identity;
alter table message_queue add column if not exists budget_date date;
alter table message_queue add column if not exists budget_returned_at timestamptz;
comment on column message_queue.seq is 'Arrival order; breaks ties of created_at.';
comment on column message_queue.budget_date is
  'The person''s local day whose budget it was counted in when released; null when it was not counted.';
comment on column message_queue.budget_returned_at is 'When its place in the budget was given back: it is known not to have gone out.';
create index if not exists idx_queue_waiting on message_queue (scheduled_for, user_id)
  where status in ('queued', 'approved');
create index if not exists idx_queue_released on message_queue (user_id, sent_at)
  where status = 'sent';
create index if not exists idx_queue_item on message_queue (user_id, item_type, item_id)
  where status in ('queued', 'approved') and item_id is not null;

alter table messages add column if not exists send_before timestamptz;
comment on column messages.send_before is
  'Proactive messages: when the person''s quiet hours begin. Not sent by then, it goes back to message_queue.';

alter table users add column if not exists re_engagement_paused_at timestamptz;
comment on column users.re_engagement_paused_at is
  'Three re-engagements in 90 days stayed without an answer: no more, for good.';
