-- Twin analytics: six tables of how people use their AI twins, and totals from which pages are read.
-- Ids are text since they come from other systems too. Times have a zone; none is ever null.
-- Before there are rows in numbers: writers stand still for a moment only.
-- squawk-ignore-file require-concurrent-index-creation

set lock_timeout = '5s';
set statement_timeout = '60s';

create schema if not exists twin_analytics;
comment on schema twin_analytics is
  'Who uses which AI twin, what they say, and what comes of it. Text conversations are projected into it.';

create table if not exists twin_analytics.users (
  id text primary key,
  email text unique not null,
  full_name text not null,
  company text,
  department text,
  created_at timestamptz not null default current_timestamp,
  last_login_at timestamptz
);
create index if not exists idx_users_email on twin_analytics.users (email);
create index if not exists idx_users_last_login on twin_analytics.users (last_login_at);
create index if not exists idx_users_mailbox on twin_analytics.users (lower(email));
comment on table twin_analytics.users is 'People who own or use twins. A member''s id is that of public.users.';
comment on column twin_analytics.users.last_login_at is 'When they were last active.';

create table if not exists twin_analytics.twins (
  id text primary key,
  user_id text not null references twin_analytics.users (id) on delete cascade,
  name text not null,
  description text,
  is_shared boolean not null default false,
  created_at timestamptz not null default current_timestamp
);
create index if not exists idx_twins_user_id on twin_analytics.twins (user_id);
create index if not exists idx_twins_is_shared on twin_analytics.twins (is_shared);
comment on table twin_analytics.twins is 'AI twins, of their owners; one that is made is an installation.';
comment on column twin_analytics.twins.is_shared is 'Whether others may talk to it.';

create table if not exists twin_analytics.sessions (
  id text primary key,
  user_id text not null references twin_analytics.users (id) on delete cascade,
  twin_id text not null references twin_analytics.twins (id) on delete cascade,
  platform text not null default 'slack',
  title text,
  topic text,
  is_shared_twin boolean not null default false,
  started_at timestamptz not null default current_timestamp
);
create index if not exists idx_sessions_user_id on twin_analytics.sessions (user_id);
create index if not exists idx_sessions_twin_id on twin_analytics.sessions (twin_id);
create index if not exists idx_sessions_is_shared_twin on twin_analytics.sessions (is_shared_twin);
create index if not exists idx_sessions_started_at on twin_analytics.sessions (started_at);
create index if not exists idx_sessions_newest on twin_analytics.sessions (started_at desc, id desc);
create index if not exists idx_sessions_of_person on twin_analytics.sessions (user_id, started_at);
create index if not exists idx_sessions_text on twin_analytics.sessions
  using gin (to_tsvector('simple', left(coalesce(title, '') || ' ' || coalesce(topic, ''), 50000)));
comment on table twin_analytics.sessions is 'Conversations of a person with a twin.';
comment on column twin_analytics.sessions.platform is 'slack, or sms for what is projected from texts.';
comment on column twin_analytics.sessions.is_shared_twin is 'Whether the twin is somebody else''s.';

create table if not exists twin_analytics.messages (
  id text primary key,
  session_id text not null references twin_analytics.sessions (id) on delete cascade,
  sender_type text not null check (sender_type in ('user', 'twin')),
  content text not null,
  message_type text not null default 'general',
  created_at timestamptz not null default current_timestamp
);
create index if not exists idx_messages_session_id on twin_analytics.messages (session_id);
create index if not exists idx_messages_message_type on twin_analytics.messages (message_type);
create index if not exists idx_messages_created_at on twin_analytics.messages
  using brin (created_at) with (pages_per_range = 32, autosummarize = on);
-- Of the first 50,000 characters: a longer text could not be indexed, and so not be stored.
create index if not exists idx_messages_text on twin_analytics.messages
  using gin (to_tsvector('simple', left(content, 50000)));
comment on table twin_analytics.messages is 'What was said in a session.';
comment on column twin_analytics.messages.message_type is 'general, or document or query for what led to one.';

create table if not exists twin_analytics.documents (
  id text primary key,
  session_id text not null references twin_analytics.sessions (id) on delete cascade,
  message_id text references twin_analytics.messages (id) on delete set null,
  document_type text,
  title text,
  content text not null,
  word_count integer,
  created_at timestamptz not null default current_timestamp
);
create index if not exists idx_documents_session_id on twin_analytics.documents (session_id);
create index if not exists idx_documents_message_id on twin_analytics.documents (message_id);
create index if not exists idx_documents_created_at on twin_analytics.documents
  using brin (created_at) with (pages_per_range = 32, autosummarize = on);
comment on table twin_analytics.documents is 'Documents that a twin has drafted: email, report, proposal, summary.';

create table if not exists twin_analytics.queries (
  id text primary key,
  session_id text not null references twin_analytics.sessions (id) on delete cascade,
  message_id text references twin_analytics.messages (id) on delete set null,
  query_text text not null,
  query_type text,
  results_count integer not null default 0,
  created_at timestamptz not null default current_timestamp
);
create index if not exists idx_queries_session_id on twin_analytics.queries (session_id);
create index if not exists idx_queries_message_id on twin_analytics.queries (message_id);
create index if not exists idx_queries_created_at on twin_analytics.queries
  using brin (created_at) with (pages_per_range = 32, autosummarize = on);
comment on table twin_analytics.queries is 'What a twin has looked up: email_search, document_search, general.';

-- Totals. A row of twin_marks says that its 15 minutes, and its person's day, are to be counted anew.
create table if not exists private.twin_reporting (
  only_one boolean primary key default true check (only_one),
  zone text not null default 'UTC'
);
insert into private.twin_reporting default values on conflict do nothing;
comment on table private.twin_reporting is 'The one time zone in which analytics count days. Its row is the lock of a refresh.';

create table if not exists private.twin_marks (
  seq bigint generated always as identity primary key,
  bucket timestamptz not null,
  user_id text
);
comment on table private.twin_marks is
  'What rows were touched since the last refresh, as often as they were: the beginning of 15 minutes of UTC, and whose.';

create table if not exists private.twin_totals (
  bucket timestamptz primary key,
  sessions bigint not null,
  shared_sessions bigint not null,
  sessions_with_documents bigint not null,
  sessions_with_queries bigint not null,
  sessions_with_neither bigint not null,
  user_messages bigint not null,
  twin_messages bigint not null,
  documents bigint not null,
  words bigint not null,
  queries bigint not null,
  results bigint not null,
  empty_queries bigint not null,
  twins bigint not null
);
comment on table private.twin_totals is 'Totals of 15 minutes of UTC, of which every zone''s days are made.';

create table if not exists private.twin_document_types (
  bucket timestamptz not null,
  document_type text not null,
  documents bigint not null,
  words bigint not null,
  primary key (bucket, document_type)
);
comment on table private.twin_document_types is 'Documents of 15 minutes of UTC by type; without one it is "other".';

create table if not exists private.twin_user_days (
  day date not null,
  user_id text not null,
  sessions bigint not null,
  documents bigint not null,
  queries bigint not null,
  primary key (day, user_id) include (sessions)
);
comment on table private.twin_user_days is 'What each person did on each day of the reporting zone.';

create table if not exists private.twin_people (
  user_id text primary key,
  first_day date not null,
  last_day date not null
);
create index if not exists idx_twin_people_first on private.twin_people (first_day);
comment on table private.twin_people is 'The days, in the reporting zone, of each person''s first and last session.';

create table if not exists private.twin_active (
  day date primary key,
  daily bigint not null,
  weekly bigint not null,
  monthly bigint not null
);
comment on table private.twin_active is 'Distinct people with a session on that day, and in the 7 and 30 days that end with it; days without any have no row.';

create table if not exists private.twin_sources (
  seq bigint generated always as identity primary key,
  user_id uuid not null
);
comment on table private.twin_sources is
  'Members something of whom has changed that is projected into twin_analytics, as often as it did.';
