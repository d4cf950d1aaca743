-- Settings and bookkeeping of the deployment itself, in the schema that nothing exposes.

set lock_timeout = '5s';
set statement_timeout = '60s';

create table if not exists private.function_endpoints (
  name text primary key,
  url text not null
);
comment on table private.function_endpoints is 'Where triggers poke, by function name.';

create table if not exists private.declared_functions (
  signature text primary key
);
comment on table private.declared_functions is
  'The functions of the last build: what a later one no longer declares is dropped.';

create table if not exists private.secrets (
  name text primary key,
  value text not null
);
comment on table private.secrets is 'poke_secret: the bearer token that pokes carry; suppression_key, opaque_key: what numbers and others'' keys are hashed under.';

create table if not exists private.settings (
  name text primary key,
  value text not null
);
comment on table private.settings is 'notify = on: pokes also NOTIFY agent_events and send_sms, ids only.';

create table if not exists private.poke_failures (
  id bigint generated always as identity primary key,
  name text not null,
  error text not null,
  created_at timestamptz not null default now()
);
comment on table private.poke_failures is 'Pokes that could not be queued; the sweep did the work instead.';

create table if not exists private.mail_signatures (
  signature bytea primary key,
  content bytea not null,
  seen_at timestamptz not null
);
create index if not exists idx_mail_signatures_seen on private.mail_signatures (seen_at);
comment on table private.mail_signatures is
  'What the mail provider signed in the last hour, as hashes: one signature serves one content.';

create table if not exists private.sweeps (
  name text primary key,
  finished_at timestamptz not null default 'epoch',
  covered_until timestamptz not null default 'epoch',
  lease_token uuid,
  leased_until timestamptz
);
comment on table private.sweeps is 'Periodic work that one process at a time does, and how far it has come.';
comment on column private.sweeps.covered_until is 'Everything older has been looked at.';

create table if not exists private.schema_migrations (
  name text primary key,
  checksum text not null,
  applied_at timestamptz not null default now()
);
comment on table private.schema_migrations is 'What the project''s runner has applied; plain psql leaves it empty.';
