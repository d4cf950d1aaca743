-- What operators do is about people: the words in it go when the person is erased.
-- Hardly a row is there yet, and none has a person: nobody waits for the check, or for the index.
-- squawk-ignore-file adding-foreign-key-constraint, require-concurrent-index-creation

set lock_timeout = '5s';
set statement_timeout = '60s';

alter table operator_actions add column if not exists user_id uuid references users (id);
create index if not exists idx_operator_actions_user on operator_actions (user_id) where user_id is not null;
comment on column operator_actions.user_id is 'Whom it is about, where it is about one person.';
comment on column operator_actions.reason is
  'Why, in the operator''s words; emptied when the person of user_id is erased.';
