-- What has reached its age (SPEC: events 90 days, finished tasks 30, history a year). Each body is
-- parsed when it is defined and has no search_path of its own, so that it is inlined into the queries.
create or replace function private.archivable_events(p_now timestamptz)
returns table (id uuid, at timestamptz)
language sql stable
begin atomic
  select e.id, e.created_at from events e
  where e.created_at < p_now - interval '90 days' and e.processed and e.processed_at < p_now - interval '90 days';
end;
comment on function private.archivable_events(timestamptz) is 'Events processed more than 90 days ago.';

create or replace function private.archivable_tasks(p_now timestamptz)
returns table (id uuid, at timestamptz)
language sql stable
begin atomic
  select t.id, coalesce(t.completed_at, t.scheduled_for) from agent_tasks t
  where t.status in ('completed', 'failed', 'cancelled')
    and coalesce(t.completed_at, t.scheduled_for) < p_now - interval '30 days';
end;
comment on function private.archivable_tasks(timestamptz) is 'Tasks finished more than 30 days ago.';

create or replace function private.archivable_messages(p_now timestamptz)
returns table (id uuid, at timestamptz)
language sql stable
begin atomic
  select m.id, m.created_at from messages m
  where m.created_at < p_now - interval '1 year'
    and m.status in ('received', 'sent', 'delivered', 'undelivered', 'failed', 'cancelled')
    -- A text that still waits for its answer, for whatever reason.
    and not exists (select from events e
                    where e.aggregate_id = m.user_id and e.lane = 'conversation' and not e.processed);
end;
comment on function private.archivable_messages(timestamptz) is 'Messages older than a year that came to an end.';

create or replace function private.archivable_queue(p_now timestamptz)
returns table (id uuid, at timestamptz)
language sql stable
begin atomic
  select q.id, q.created_at from message_queue q
  where q.created_at < p_now - interval '1 year' and q.status in ('sent', 'superseded', 'cancelled');
end;
comment on function private.archivable_queue(timestamptz) is 'Finished rows of message_queue older than a year.';

create or replace function private.archivable_twin_events(p_now timestamptz)
returns table (id uuid, at timestamptz)
language sql stable
begin atomic
  select t.id, t.created_at from twin_events t
  where (t.expires_at < p_now or (t.processed or t.closed is not null) and coalesce(t.processed_at, t.created_at) < p_now - interval '90 days')
    and (t.leased_until is null or t.leased_until <= p_now);
end;
comment on function private.archivable_twin_events(timestamptz) is
  'Twin events past their expiry, and finished ones without one after 90 days.';
