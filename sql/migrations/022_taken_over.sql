-- An operator who answers instead of the agent, and who has asked for one.
-- Hardly a conversation has either: nobody waits for the indexes.
-- squawk-ignore-file require-concurrent-index-creation

set lock_timeout = '5s';
set statement_timeout = '60s';

alter table conversations add column if not exists taken_over_by text;
alter table conversations add column if not exists taken_over_at timestamptz;
alter table conversations add column if not exists joined_told_at timestamptz;
alter table conversations add column if not exists person_asked_at timestamptz;
comment on column conversations.taken_over_by is
  'The operator who answers instead of the agent, while paused_until is to come; null: nobody.';
comment on column conversations.taken_over_at is 'Since when.';
comment on column conversations.joined_told_at is
  'When the person was told that this operator has joined; null: not yet, as in quiet hours.';
comment on column conversations.person_asked_at is
  'When the person asked to talk to a human, until one has answered; null: they have not.';
create index if not exists idx_conversations_asking on conversations (person_asked_at)
  where person_asked_at is not null;
comment on column conversations.status is
  'paused: replies are held back until paused_until, since two machines talk, an operator says so, or one answers instead (taken_over_by); closed: the number changed hands.';
comment on column conversations.paused_until is
  'When the pause ends by itself; null: never. A person may lift it (resume_conversation).';

-- The list of people, the newest first.
create index if not exists idx_users_created on users (created_at desc, id desc);
