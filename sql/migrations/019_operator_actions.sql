-- What operators do by the pages for people.
-- A new table: nobody waits for its indexes.
-- squawk-ignore-file require-concurrent-index-creation

set lock_timeout = '5s';
set statement_timeout = '60s';

create table if not exists operator_actions (
  id uuid primary key default gen_random_uuid(),
  actor text not null check (actor <> ''),
  action text not null check (action <> ''),
  target_table text not null,
  target_id uuid,
  reason text not null default '',
  detail jsonb not null default '{}',
  created_at timestamptz not null default now()
);
create index if not exists idx_operator_actions_created on operator_actions (created_at desc, id desc);
create index if not exists idx_operator_actions_target on operator_actions (target_id) where target_id is not null;
comment on table operator_actions is 'Append-only: every act of an operator on the dashboard.';
comment on column operator_actions.actor is 'The email that the identity-aware proxy vouched for; laptop: the local stack.';
comment on column operator_actions.action is 'What was done, like retry, dismiss, approve, open_conversation.';
comment on column operator_actions.target_table is 'The table of the row that it was done to.';
comment on column operator_actions.target_id is 'The row that it was done to.';
comment on column operator_actions.reason is 'Why, in the operator''s words; emptied when the person is erased.';
comment on column operator_actions.detail is 'What else is to be known: ids and counts only.';
