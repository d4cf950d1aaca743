create or replace function archive_due(p_now timestamptz default now())
returns jsonb
language sql stable
set search_path = pg_catalog, public
as $$
  select jsonb_build_object(
    'events', (select count(*) from private.archivable_events(p_now)),
    'agent_tasks', (select count(*) from private.archivable_tasks(p_now)),
    'messages', (select count(*) from private.archivable_messages(p_now)),
    'message_queue', (select count(*) from private.archivable_queue(p_now)),
    'twin_events', (select count(*) from private.archivable_twin_events(p_now)))
$$;
comment on function archive_due(timestamptz) is 'How many rows of each table have reached their age.';
