-- The business's event log, the loops that need attention, the way out, and the queue between twins.

set lock_timeout = '5s';
set statement_timeout = '60s';

create table if not exists system_events (
  id uuid primary key,
  org_id uuid not null,
  event_type varchar(64) not null check (event_type in ('lead_created', 'quote_requested', 'quote_sent',
    'quote_accepted', 'quote_rejected', 'invoice_issued', 'payment_received', 'followup_scheduled',
    'followup_sent', 'followup_dismissed', 'note_added', 'loop_dismissed')),
  occurred_at timestamptz not null,
  actor_id uuid not null,
  actor_type varchar(16) not null check (actor_type in ('user', 'system', 'client')),
  primary_entity_id uuid not null,
  primary_entity_type varchar(32) not null
    check (primary_entity_type in ('deal', 'invoice', 'client', 'followup')),
  payload jsonb not null check (jsonb_typeof(payload) = 'object'),
  created_at timestamptz not null default now()
);
create index if not exists idx_system_events_org_occurred_at on system_events (org_id, occurred_at desc);
create index if not exists idx_system_events_entity
  on system_events (primary_entity_type, primary_entity_id, occurred_at desc);
create index if not exists idx_system_events_type on system_events (event_type, org_id);
create index if not exists idx_system_events_type_timeline on system_events (org_id, event_type, occurred_at desc);
create index if not exists idx_system_events_created_brin on system_events using brin (created_at);
comment on table system_events is
  'Append-only log of what happened in the organisations'' business: the source of truth of open_loops.';
comment on column system_events.id is 'Chosen by the writer, and the idempotency key: the same id again changes nothing.';
comment on column system_events.occurred_at is 'Business time; created_at is when it was recorded.';
comment on column system_events.primary_entity_id is 'What it is about; an entity''s events are kept in order.';
comment on column system_events.payload is 'One shape per event_type: see the catalog.';

create table if not exists open_loops (
  id uuid primary key,
  org_id uuid not null,
  type text not null check (type in ('new_lead', 'quote_needed', 'decision_pending', 'invoice_overdue',
    'followup_due')),
  entity_type text not null check (entity_type in ('deal', 'invoice', 'client', 'followup')),
  entity_id uuid not null,
  due_at timestamptz not null,
  severity text not null check (severity in ('high', 'medium')),
  suggested_action text not null check (suggested_action in ('check_in', 'draft_quote', 'resend_invoice')),
  status text not null check (status in ('active', 'dismissed', 'resolved')),
  opened_at timestamptz not null,
  closed_at timestamptz,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  unique (org_id, type, entity_type, entity_id)
);
create unique index if not exists idx_open_loops_active
  on open_loops (org_id, type, entity_type, entity_id) where status = 'active';
create index if not exists idx_open_loops_due on open_loops (org_id, type, due_at, id) where status = 'active';
comment on table open_loops is
  'What needs attention: a projection of system_events that can be made again from them at any time.';
comment on column open_loops.id is 'Derived from org, type and entity, so that a rebuild makes the same row.';
comment on column open_loops.due_at is 'When it becomes critical; before that it is upcoming.';
comment on column open_loops.opened_at is 'When the event that opened it occurred.';
comment on column open_loops.closed_at is 'When the event that resolved or dismissed it occurred.';
comment on column open_loops.created_at is 'Bookkeeping of the projection, like updated_at: a rebuild may change both.';

-- Entities whose loops have to be worked out anew. The row is also the lock that keeps an entity's
-- events in order: whoever writes one holds it until the commit.
create table if not exists private.loop_queue (
  org_id uuid not null,
  entity_type text not null,
  entity_id uuid not null,
  version bigint not null default 1,
  changed_at timestamptz not null default now(),
  attempts integer not null default 0 check (attempts between 0 and 1000000),
  lease_token uuid,
  leased_until timestamptz,
  available_at timestamptz not null default now(),
  last_error text,
  primary key (org_id, entity_type, entity_id)
);
create index if not exists idx_loop_queue_due on private.loop_queue (available_at);
comment on table private.loop_queue is 'Entities with events that open_loops has not seen yet.';
comment on column private.loop_queue.version is 'Counts the events; one that came while the loops were worked out keeps the row.';
comment on column private.loop_queue.available_at is 'Not before; while leased: the end of the lease.';

create table if not exists private.outbox (
  seq bigint generated always as identity primary key,
  event_id uuid not null references system_events (id),
  org_id uuid not null,
  created_at timestamptz not null default now(),
  attempts integer not null default 0 check (attempts between 0 and 1000000),
  last_error text
);
comment on table private.outbox is 'Events that the transport has not got yet, oldest first.';
comment on column private.outbox.org_id is 'Whose stream it goes to: one that does not take it holds up nobody else''s.';
comment on column private.outbox.seq is 'Taken while the entity''s row in loop_queue is locked: right in order for each entity.';

create table if not exists private.org_tokens (
  org_id uuid not null,
  label text not null check (label <> ''),
  token_hash bytea not null unique,
  created_at timestamptz not null default now(),
  revoked_at timestamptz,
  last_used_at timestamptz
);
create unique index if not exists idx_org_tokens_label on private.org_tokens (org_id, label)
  where revoked_at is null;
comment on table private.org_tokens is 'Bearer tokens of event_ingest, as SHA-256 hashes: the token itself is shown once.';

create table if not exists private.guard_passes (
  xid xid8 primary key,
  purpose text not null check (purpose in ('retention', 'erasure'))
);
comment on table private.guard_passes is
  'Transactions in which a guarded function may touch an append-only log; empty outside of them.';

create table if not exists user_profiles (
  id uuid primary key default gen_random_uuid(),
  user_id uuid references users (id),
  org_id uuid not null,
  role text not null check (role <> ''),
  full_name text,
  email text,
  created_at timestamptz not null default now(),
  unique (org_id, user_id)
);
create index if not exists idx_user_profiles_role on user_profiles (org_id, role);
create index if not exists idx_user_profiles_user on user_profiles (user_id);
comment on table user_profiles is 'Who a person, or a twin without one, is in an organisation.';
comment on column user_profiles.user_id is 'The member who is texted; null for a profile that nobody is behind.';

create table if not exists twin_events (
  id uuid primary key default gen_random_uuid(),
  org_id uuid not null,
  source_user_id uuid not null references user_profiles (id),
  source_role text not null,
  target_role text,
  event_type text not null check (event_type <> ''),
  payload jsonb not null default '{}'::jsonb,
  priority text not null default 'medium' check (priority in ('low', 'medium', 'high', 'urgent')),
  processed boolean not null default false,
  processed_at timestamptz,
  processed_by uuid references user_profiles (id),
  created_at timestamptz not null default now(),
  expires_at timestamptz default (now() + interval '7 days'),
  seq bigint generated always as identity,
  attempts integer not null default 0 check (attempts between 0 and 1000000),
  lease_token uuid,
  leased_until timestamptz,
  available_at timestamptz not null default now(),
  last_error text,
  closed text check (closed in ('expired', 'dead')),
  check (closed is null or not processed)
);
create index if not exists idx_twin_events_org_role on twin_events (org_id, target_role, processed);
create index if not exists idx_twin_events_source on twin_events (source_user_id, created_at desc);
create index if not exists idx_twin_events_unprocessed
  on twin_events (org_id, processed, priority desc, created_at) where processed = false;
create index if not exists idx_twin_events_type on twin_events (event_type, created_at desc);
create index if not exists idx_twin_events_claim
  on twin_events (private.priority_rank(priority), created_at, seq)
  where processed = false and closed is null;
create index if not exists idx_twin_events_claim_role
  on twin_events (org_id, target_role, private.priority_rank(priority), created_at, seq)
  where processed = false and closed is null;
create index if not exists idx_twin_events_expiry
  on twin_events (expires_at) where processed = false and closed is null;
create index if not exists idx_twin_events_dead on twin_events (created_at) where closed = 'dead';
comment on table twin_events is 'Queue between AI twins of an organisation: suggestions, alerts, requests for a role.';
comment on column twin_events.target_role is 'Null: for every role of the organisation.';
comment on column twin_events.priority is 'Ranked by private.priority_rank: the order of the texts means nothing.';
comment on column twin_events.processed_by is 'The profile that acted; null for the system.';
comment on column twin_events.closed is
  'Why it is never claimed again although nobody processed it: expired, or dead after its last attempt.';
comment on column twin_events.available_at is 'Not before; while leased: the end of the lease.';
