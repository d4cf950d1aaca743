-- Retention and privacy: what went to the archive, and which numbers are never texted again.
-- Its indexes are over finished rows or small tables: writers stand still for a moment, not for a rebuild.
-- squawk-ignore-file require-concurrent-index-creation

set lock_timeout = '5s';
set statement_timeout = '60s';

create table if not exists private.archive_manifest (
  id uuid primary key default gen_random_uuid(),
  kind text not null check (kind in ('events', 'tasks', 'history', 'twin_events')),
  status text not null default 'planned' check (status in ('planned', 'archived', 'dropped')),
  object_name text not null unique,
  stale_object text,
  ids jsonb,
  row_counts jsonb not null,
  user_ids uuid[] not null,
  from_at timestamptz not null,
  to_at timestamptz not null,
  content_sha256 text,
  object_sha256 text,
  object_bytes bigint,
  planned_at timestamptz not null,
  not_before timestamptz not null default '-infinity',
  archived_at timestamptz,
  check (status <> 'planned' or ids is not null),
  check (status <> 'archived' or (ids is null and object_sha256 is not null and content_sha256 is not null))
);
create index if not exists idx_archive_manifest_users on private.archive_manifest using gin (user_ids);
create index if not exists idx_archive_manifest_unfinished on private.archive_manifest (planned_at)
  where status <> 'archived' or stale_object is not null;
create index if not exists idx_archive_manifest_kind on private.archive_manifest (kind, to_at);
comment on table private.archive_manifest is
  'Which object of the archive holds what, and whom: one row a batch of rows that leaves the database together.';
comment on column private.archive_manifest.kind is
  'events: with their dead letters; history: messages with the message_queue rows that hang on them.';
comment on column private.archive_manifest.status is
  'planned: the rows are in the database, the object may be there too; archived: in the object alone; dropped: the rows changed or were erased meanwhile, the object is to be deleted.';
comment on column private.archive_manifest.stale_object is 'What the object was called before an erasure rewrote it; to be deleted.';
comment on column private.archive_manifest.ids is 'The batch while its rows are in the database: {table: [id, ...]}.';
comment on column private.archive_manifest.row_counts is '{table: rows}.';
comment on column private.archive_manifest.user_ids is 'Everybody whom a row belongs to or names by id: how erasure and export find the object.';
comment on column private.archive_manifest.content_sha256 is 'Of the lines, uncompressed: the database makes the same sum before it deletes them.';
comment on column private.archive_manifest.object_sha256 is 'Of the object''s bytes.';
comment on column private.archive_manifest.not_before is 'Restored rows stay in the database until then.';

create table if not exists private.suppressed_numbers (
  number_hash bytea primary key,
  created_at timestamptz not null default now()
);
comment on table private.suppressed_numbers is
  'Numbers of erased people who had opted out, as HMAC-SHA256 under the secret suppression_key: never texted again until they text START.';

-- What erasure leaves of a person: a row without a number that could be texted.
alter table users add column if not exists erased_at timestamptz;
comment on column users.erased_at is 'When everything personal was removed; what hangs on the id is history without a person.';
-- Wider than the rule it replaces, so whatever is there passes; one look at users is milliseconds.
-- squawk-ignore ban-drop-constraint
alter table users drop constraint if exists users_phone_number_check;
-- squawk-ignore constraint-missing-not-valid
alter table users add constraint users_phone_number_check check (
  phone_number ~ '^\+[1-9][0-9]{1,14}$' or (erased_at is not null and phone_number ~ '^erased:[0-9a-f]{12}$'));

-- What is deleted is looked for by who may refer to it.
create index if not exists idx_queue_delivered on message_queue (delivered_message_id)
  where delivered_message_id is not null;
create index if not exists idx_queue_superseded_by on message_queue (superseded_by_message_id)
  where superseded_by_message_id is not null;
-- What retention looks for: finished rows by age.
create index if not exists idx_tasks_finished on agent_tasks ((coalesce(completed_at, scheduled_for)))
  where status in ('completed', 'failed', 'cancelled');
create index if not exists idx_queue_finished on message_queue (created_at)
  where status in ('sent', 'superseded', 'cancelled');
create index if not exists idx_twin_events_expired on twin_events (expires_at);
