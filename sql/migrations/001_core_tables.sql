-- People, conversations, messages, events, and the queues that move them.
-- Every statement can run again without effect, so that plain psql may apply this file twice.

set lock_timeout = '5s';
set statement_timeout = '60s';

create schema if not exists private;
comment on schema private is
  'Settings, secrets and inner functions. Never exposed by PostgREST; only public is.';

-- The rank by which every queue is ordered. Immutable, so that partial indexes may use it.
create or replace function private.priority_rank(priority text) returns smallint
language sql immutable strict parallel safe
set search_path = ''
as $$
  select case priority
    when 'urgent' then 1 when 'high' then 2 when 'medium' then 3 when 'low' then 4
  end::smallint
$$;
comment on function private.priority_rank(text) is
  '1 urgent, 2 high, 3 medium, 4 low. The order of the texts themselves means nothing.';

-- Inlined into queries: no search_path of its own, parsed when it is defined.
create or replace function private.moment(p_at timestamptz) returns timestamptz
language sql immutable parallel safe
return case when p_at is not null then
  least(greatest(p_at, timestamptz '0002-01-01 00:00:00+00'), timestamptz '9998-12-31 00:00:00+00') end;
comment on function private.moment(timestamptz) is
  'A time as every reader''s calendar has it, the years 2 to 9998: -infinity, infinity and years before Christ come to an end of these, so that one row with such a time breaks no query and no reader.';

create table if not exists users (
  id uuid primary key default gen_random_uuid(),
  phone_number varchar(20) unique not null check (phone_number ~ '^\+[1-9][0-9]{1,14}$'),
  email varchar(255),
  first_name varchar(100),
  last_name varchar(100),
  company varchar(255),
  title varchar(255),
  linkedin_url varchar(500),
  verified boolean default false,
  innovator boolean default false,
  expert_connector boolean default false,
  expertise text[],
  poc_agent_id varchar(50),
  poc_agent_type varchar(50) default 'bouncer'
    check (poc_agent_type in ('bouncer', 'concierge', 'innovator')),
  quiet_hours_start time,
  quiet_hours_end time,
  timezone varchar(50),
  response_pattern jsonb,
  credit_balance integer default 0,
  status_level varchar(50) default 'member'
    check (status_level in ('member', 'contributor', 'connector')),
  created_at timestamptz not null default now(),
  updated_at timestamptz default now(),
  last_active_at timestamptz,
  phone_number_history jsonb not null default '[]'::jsonb,
  email_verified boolean not null default false,
  email_verification_token text not null unique
    default substr(replace(gen_random_uuid()::text, '-', ''), 1, 12),
  email_change_asked_at timestamptz,
  referred_by uuid references users (id),
  name_dropped text,
  goals jsonb not null default '[]'::jsonb check (jsonb_typeof(goals) = 'array'),
  opted_out_at timestamptz,
  rest_days integer[] not null default '{}' check (rest_days <@ '{1,2,3,4,5,6,7}'),
  proactive_paused_until timestamptz,
  reminders_paused boolean not null default false,
  frustrated_until timestamptz,
  onboarding_completed_at timestamptz,
  approved_at timestamptz
);
create index if not exists idx_users_phone on users (phone_number);
create index if not exists idx_users_verified on users (verified);
create index if not exists idx_users_poc_agent on users (poc_agent_type, verified);
create unique index if not exists idx_users_email on users (lower(email));
create index if not exists idx_users_expertise on users using gin (expertise);
create index if not exists idx_users_referred_by on users (referred_by) where referred_by is not null;
create index if not exists idx_users_awaiting_approval on users (onboarding_completed_at)
  where onboarding_completed_at is not null and approved_at is null;

comment on table users is 'Everybody who ever texted the number, members and newcomers alike.';
comment on column users.phone_number is 'E.164. Changing it archives the old one (handle_phone_number_change).';
comment on column users.verified is 'Approved by a person (approve_user). False: the Bouncer answers.';
comment on column users.innovator is 'Offers a solution; has a row in innovators.';
comment on column users.expert_connector is 'True from the third completed introduction.';
comment on column users.poc_agent_id is 'agent_instances row (agent and prompt version) they last spoke with.';
comment on column users.poc_agent_type is 'Which agent answers a verified person.';
comment on column users.quiet_hours_start is 'Local time; null means the default, 21:00.';
comment on column users.quiet_hours_end is 'Local time; null means the default, 08:00.';
comment on column users.timezone is 'IANA name; null: derived from the phone number when needed.';
comment on column users.response_pattern is 'Hours of the day at which they answer.';
comment on column users.credit_balance is 'Cache of user_credit_balances, kept by trigger.';
comment on column users.phone_number_history is 'Former numbers: [{phone_number, changed_at, changed_reason}].';
comment on column users.email_verified is 'Mail that passes DMARC came from this address to verify-<token>@.';
comment on column users.email_verification_token is 'Makes the personal address verify-<token>@<mail domain>.';
comment on column users.email_change_asked_at is 'When they asked to replace the proved address: for 7 days a proof from another one does.';
comment on column users.referred_by is 'The member who referred them.';
comment on column users.name_dropped is 'Answer to "who referred you" that matches no member, verbatim.';
comment on column users.goals is 'What they said they want: [{text, stated_at}], oldest first.';
comment on column users.opted_out_at is 'Nothing is sent to them while set. History: consent_events.';
comment on column users.rest_days is
  'ISO days of the week, 1 is Monday, on which nothing proactive is sent, on their own clock.';
comment on column users.proactive_paused_until is
  'They asked for a pause: nothing proactive before this moment, save the reminders that they set.';
comment on column users.reminders_paused is 'Whether that pause holds their own reminders back as well.';
comment on column users.frustrated_until is
  'They found it too many texts: no re-engagement before this moment.';
comment on column users.onboarding_completed_at is 'Everything the Bouncer needs is there; waits for approval.';

create table if not exists conversations (
  id uuid primary key default gen_random_uuid(),
  user_id uuid references users (id) not null,
  phone_number varchar(20) not null,
  status varchar(50) default 'active'
    check (status in ('active', 'paused', 'completed', 'closed')),
  conversation_summary text,
  last_summary_message_id uuid,
  messages_since_summary integer default 0,
  created_at timestamptz not null default now(),
  updated_at timestamptz default now(),
  last_message_at timestamptz,
  paused_until timestamptz,
  pause_reason text,
  open_question jsonb,
  consent_asked_at timestamptz,
  machine_told_at timestamptz
);
create index if not exists idx_conversations_user on conversations (user_id);
create index if not exists idx_conversations_phone on conversations (phone_number);
create index if not exists idx_conversations_status on conversations (status, updated_at);

comment on table conversations is 'A thread of messages with one person on one number.';
comment on column conversations.phone_number is 'Denormalised from users for quick look-up.';
comment on column conversations.status is
  'paused: two machines were talking, see paused_until; closed: the number changed hands.';
comment on column conversations.open_question is
  'What our last text left open, as shared.domain.dialogue has it: kind, about, options, asked_at. Null: nothing.';
comment on column conversations.conversation_summary is 'What was said up to last_summary_message_id.';
comment on column conversations.messages_since_summary is 'Kept by check_conversation_summary alone.';
comment on column conversations.paused_until is 'Set by the machine-loop guard; a person may lift it (resume_conversation).';
comment on column conversations.pause_reason is 'Why it was paused, in words.';
comment on column conversations.consent_asked_at is
  'When we asked whether an unclear text meant no more texts; null once they have written again.';
comment on column conversations.machine_told_at is
  'When we last said that their texts look automatic: once before a pause.';

create table if not exists messages (
  id uuid primary key default gen_random_uuid(),
  conversation_id uuid references conversations (id) not null,
  user_id uuid references users (id) not null,
  role varchar(50) not null check (role in ('user', 'bouncer', 'concierge', 'innovator', 'system')),
  content text not null,
  direction varchar(20) not null check (direction in ('inbound', 'outbound')),
  twilio_message_sid varchar(100),
  status varchar(50) not null check (status in ('received', 'pending', 'queued_for_send', 'sending',
    'unconfirmed', 'sent', 'delivered', 'undelivered', 'failed', 'cancelled')),
  created_at timestamptz not null default now(),
  sent_at timestamptz,
  delivered_at timestamptz,
  seq bigint generated always as identity,
  purpose text not null default 'conversation'
    check (purpose in ('conversation', 'proactive', 'consent', 'help', 'automatic')),
  media jsonb not null default '[]'::jsonb check (jsonb_typeof(media) = 'array'),
  segments integer check (segments > 0),
  in_reply_to uuid,
  queue_id uuid,
  retry_of uuid references messages (id),
  error_code integer,
  error_message text,
  trace jsonb not null default '[]'::jsonb check (jsonb_typeof(trace) = 'array'),
  attempts integer not null default 0 check (attempts between 0 and 1000000),
  lease_token uuid,
  leased_until timestamptz,
  available_at timestamptz not null default now(),
  last_error text,
  attempted_at timestamptz,
  absent_readings smallint not null default 0,
  unknown_readings smallint not null default 0,
  check ((direction = 'inbound') = (status = 'received'))
);
create index if not exists idx_messages_conversation on messages (conversation_id, created_at desc);
create index if not exists idx_messages_conversation_seq on messages (conversation_id, seq desc);
create index if not exists idx_messages_user on messages (user_id, created_at desc);
create unique index if not exists idx_messages_twilio on messages (twilio_message_sid);
create unique index if not exists idx_messages_retry_of on messages (retry_of) where retry_of is not null;
create index if not exists idx_messages_in_reply_to on messages (in_reply_to) where in_reply_to is not null;
create index if not exists idx_messages_queue on messages (queue_id) where queue_id is not null;
create index if not exists idx_messages_created on messages using brin (created_at);
create index if not exists idx_messages_failed on messages (created_at desc)
  where status in ('failed', 'undelivered');
create index if not exists idx_messages_due on messages (available_at, seq)
  where status in ('queued_for_send', 'sending', 'unconfirmed');
create index if not exists idx_messages_unreported on messages (available_at) where status = 'sent';
create index if not exists idx_messages_unfinished on messages (user_id, seq)
  where status in ('queued_for_send', 'sending', 'unconfirmed');
create unique index if not exists idx_messages_sending on messages (user_id) where status = 'sending';

comment on table messages is
  'Every text in either direction. Outbound: pending, queued_for_send, sending, (unconfirmed), sent, delivered or undelivered or failed; cancelled.';
comment on column messages.role is 'Who wrote it; system is fixed wording of ours.';
comment on column messages.status is
  'unconfirmed: Twilio may have accepted it, its message list is asked before anything is sent again.';
comment on column messages.sent_at is 'When Twilio accepted it.';
comment on column messages.seq is
  'Arrival order. Taken under the lock of the user''s row: created_at can invert, this cannot.';
comment on column messages.purpose is
  'consent and help answer keywords: opt-out never suppresses them; proactive counts against budgets; automatic was written by a phone, not by a person, and counts for nothing.';
comment on column messages.media is 'Pictures and files that came along: [{url, content_type}].';
comment on column messages.segments is 'SMS segments that the text costs, counted before sending.';
comment on column messages.in_reply_to is
  'The last event that this message answers: no foreign key, since events leave for the archive first.';
comment on column messages.queue_id is 'message_queue row that was released as this message.';
comment on column messages.retry_of is 'The undelivered message that this row tries once more.';
comment on column messages.error_code is 'Twilio''s error code.';
comment on column messages.trace is 'Why it was, was not yet, or never will be sent: [{step, at, ...}].';
comment on column messages.attempts is 'Claims by a sender so far.';
comment on column messages.lease_token is 'Which sender has it.';
comment on column messages.available_at is 'Not before; while leased: the end of the lease; once sent: when to ask Twilio for its end.';
comment on column messages.attempted_at is 'When the last attempt was committed, right before its call.';
comment on column messages.delivered_at is
  'When it reached the phone. Set also where the status is undelivered or failed: reported after all.';
comment on column messages.absent_readings is 'Times that Twilio''s list did not show the unconfirmed message.';
comment on column messages.unknown_readings is
  'Times that the list showed what may be the unconfirmed message and cannot be compared with it.';

create table if not exists unanswered_texts (
  id uuid primary key default gen_random_uuid(),
  twilio_message_sid text not null unique,
  kind text not null check (kind in ('channel', 'short_code', 'alphanumeric', 'withheld', 'unreadable')),
  channel text not null,
  sender text,
  user_id uuid references users (id),
  content text,
  media jsonb not null default '[]'::jsonb,
  sent_at timestamptz not null,
  created_at timestamptz not null default now()
);
create index if not exists idx_unanswered_texts_created on unanswered_texts (created_at);
create index if not exists idx_unanswered_texts_user on unanswered_texts (user_id) where user_id is not null;

comment on table unanswered_texts is
  'Texts that Twilio has signed and no agent answers, for an operator to read. Kept for 90 days.';
comment on column unanswered_texts.kind is
  'channel: RCS, WhatsApp and others; short_code, alphanumeric: machines; withheld: nobody knows who; unreadable: no known form of a sender.';
comment on column unanswered_texts.channel is 'sms, or the prefix of the sender: rcs, whatsapp, messenger, ...';
comment on column unanswered_texts.sender is 'As Twilio wrote it. Null: empty, or erased.';
comment on column unanswered_texts.user_id is 'Who has the sender''s number.';
comment on column unanswered_texts.content is 'Null: erased.';

create table if not exists events (
  id uuid primary key default gen_random_uuid(),
  event_type varchar(100) not null check (event_type <> ''),
  aggregate_id uuid,
  aggregate_type varchar(50) check (aggregate_type <> ''),
  payload jsonb not null,
  metadata jsonb,
  processed boolean not null default false,
  version integer default 1,
  created_at timestamptz not null default now(),
  created_by varchar(100) check (created_by <> ''),
  source text not null default 'system' check (source <> ''),
  request_id text not null default gen_random_uuid()::text check (request_id <> ''),
  event_version integer not null default 1,
  occurred_at timestamptz not null default now(),
  processed_at timestamptz,
  seq bigint generated always as identity,
  lane text not null default 'background' check (lane in ('conversation', 'background')),
  attempts integer not null default 0 check (attempts between 0 and 1000000),
  lease_token uuid,
  leased_until timestamptz,
  available_at timestamptz not null default now(),
  last_error text,
  unique (source, request_id),
  check (lane = 'background' or aggregate_id is not null)
);
create index if not exists idx_events_type on events (event_type, created_at desc);
create index if not exists idx_events_aggregate on events (aggregate_type, aggregate_id, created_at desc);
create index if not exists idx_events_processed on events (processed, created_at) where not processed;
create index if not exists idx_events_created on events (created_at desc);
create index if not exists idx_events_created_brin on events using brin (created_at);
create index if not exists idx_events_replay on events (aggregate_type, aggregate_id, occurred_at, seq);
create index if not exists idx_events_type_occurred on events (event_type, occurred_at);
create index if not exists idx_events_due on events (lane, available_at, seq) where not processed;
create index if not exists idx_events_turn on events (aggregate_id, seq)
  where lane = 'conversation' and not processed;
create index if not exists idx_events_key on events ((coalesce(aggregate_id, id)), seq)
  where lane = 'background' and not processed;
create unique index if not exists idx_events_running on events ((coalesce(aggregate_id, id)))
  where lane = 'background' and not processed and lease_token is not null;

comment on table events is
  'Append-only log of what happened, and the queue of what still has to react to it. Facts never change; only processing columns do.';
comment on column events.event_type is 'Open text, noun.verb. A type without a handler is marked processed.';
comment on column events.payload is 'Ids rather than texts or phone numbers, so that erasing a person leaves history as it is.';
comment on column events.version is 'Kept from the first schema; event_version is the contract''s version.';
comment on column events.source is 'Producer; with request_id the idempotency key.';
comment on column events.request_id is 'Idempotency key within source: writing it again returns the first row. What others choose is stored as private.opaque_key.';
comment on column events.occurred_at is 'Business time; created_at is when it was stored.';
comment on column events.seq is 'Arrival order; breaks ties of occurred_at.';
comment on column events.lane is
  'conversation: answered by the person''s agent, one turn at a time; background: handled by type.';
comment on column events.attempts is 'Claims so far; a crash counts too.';
comment on column events.lease_token is 'Which worker has it.';
comment on column events.available_at is 'Not before; while leased: the end of the lease.';

create table if not exists event_dead_letters (
  id uuid primary key default gen_random_uuid(),
  event_id uuid not null unique references events (id),
  event_type text not null,
  payload jsonb not null,
  error_message text not null,
  retry_count integer not null,
  original_created_at timestamptz not null,
  created_at timestamptz not null default now()
);
comment on table event_dead_letters is 'Events given up after their last attempt; redrive_event puts one back.';

create table if not exists agent_tasks (
  id uuid primary key default gen_random_uuid(),
  task_type varchar(100) not null check (task_type <> ''),
  agent_type varchar(50) not null,
  user_id uuid references users (id),
  context_id uuid,
  context_type varchar(50),
  scheduled_for timestamptz not null,
  priority varchar(20) not null default 'medium'
    check (priority in ('urgent', 'high', 'medium', 'low')),
  status varchar(50) not null default 'pending'
    check (status in ('pending', 'processing', 'completed', 'failed', 'cancelled')),
  retry_count integer not null default 0,
  max_retries integer not null default 3,
  last_attempted_at timestamptz,
  context_json jsonb not null,
  result_json jsonb,
  error_log text,
  created_at timestamptz not null default now(),
  created_by varchar(100),
  completed_at timestamptz,
  attempts integer not null default 0 check (attempts between 0 and 1000000),
  lease_token uuid,
  leased_until timestamptz,
  available_at timestamptz,
  last_error text
);
create index if not exists idx_tasks_due on agent_tasks (status, scheduled_for, priority) where status = 'pending';
create index if not exists idx_tasks_agent on agent_tasks (agent_type, status, scheduled_for);
create index if not exists idx_tasks_user on agent_tasks (user_id, status);
create index if not exists idx_tasks_context on agent_tasks (context_type, context_id);
comment on table agent_tasks is 'Work for later, executed by task_processor.';
comment on column agent_tasks.context_json is 'Arguments of the task, one shape per task_type.';
comment on column agent_tasks.available_at is 'Backoff: not before this moment, whatever scheduled_for says.';

create table if not exists message_queue (
  id uuid primary key default gen_random_uuid(),
  user_id uuid references users (id) not null,
  agent_id varchar(100) not null,
  message_data jsonb not null,
  final_message text,
  scheduled_for timestamptz not null,
  priority varchar(20) not null default 'medium'
    check (priority in ('urgent', 'high', 'medium', 'low')),
  status varchar(50) not null default 'queued'
    check (status in ('queued', 'approved', 'sent', 'superseded', 'cancelled')),
  superseded_by_message_id uuid references message_queue (id),
  superseded_reason varchar(100),
  conversation_context_id uuid references conversations (id),
  requires_fresh_context boolean not null default false,
  sent_at timestamptz,
  delivered_message_id uuid references messages (id),
  created_at timestamptz not null default now(),
  sequence_id uuid,
  sequence_position integer check (sequence_position > 0),
  sequence_total integer check (sequence_total > 0),
  item_type text,
  item_id uuid,
  trace jsonb not null default '[]'::jsonb check (jsonb_typeof(trace) = 'array'),
  attempts integer not null default 0 check (attempts between 0 and 1000000),
  lease_token uuid,
  leased_until timestamptz,
  available_at timestamptz,
  last_error text
);
create index if not exists idx_queue_user_pending on message_queue (user_id, status, scheduled_for)
  where status in ('queued', 'approved');
create index if not exists idx_queue_due on message_queue (status, scheduled_for, priority)
  where status = 'approved';
comment on table message_queue is 'Everything proactive waits here for its moment under budget, quiet hours and relevance.';
comment on column message_queue.message_data is 'What to say, structured; rendered to final_message just before release.';
comment on column message_queue.status is 'approved: checked, waits only for its moment inside a sequence.';
comment on column message_queue.requires_fresh_context is 'If the person has written since, relevance is judged again.';
comment on column message_queue.sequence_id is 'Messages that go out whole, in order of sequence_position.';
comment on column message_queue.item_id is 'What it is about: a newer message about the same item supersedes this one.';

do $$ begin
  if not exists (select from pg_constraint where conname = 'messages_queue_id_fkey') then
    alter table messages add constraint messages_queue_id_fkey
      foreign key (queue_id) references message_queue (id);
  end if;
end $$;

create table if not exists user_message_budget (
  id uuid primary key default gen_random_uuid(),
  user_id uuid references users (id) not null,
  date date not null,
  messages_sent integer not null default 0 check (messages_sent >= 0),
  last_message_at timestamptz,
  daily_limit integer not null default 5,
  hourly_limit integer not null default 2,
  quiet_hours_enabled boolean not null default true,
  created_at timestamptz not null default now(),
  unique (user_id, date)
);
create index if not exists idx_budget_user_date on user_message_budget (user_id, date desc);
comment on table user_message_budget is 'Proactive messages a person got on one of their local calendar days.';

create table if not exists consent_events (
  id uuid primary key default gen_random_uuid(),
  user_id uuid references users (id) not null,
  phone_number varchar(20) not null,
  change text not null check (change in ('in', 'out')),
  source text not null check (source in ('keyword', 'wording', 'twilio', 'operator')),
  words text,
  message_id uuid,
  created_at timestamptz not null default now()
);
create index if not exists idx_consent_user on consent_events (user_id, created_at desc);
comment on table consent_events is 'Append-only: every opt-out and opt-in, with the words that caused it.';
comment on column consent_events.message_id is
  'The text that caused it: no foreign key, since that leaves for the archive and this stays.';
