-- What an agent knew and decided, kept with the text that it answered: decisions can be made again
-- by other prompts on what was known at the time.

set lock_timeout = '5s';
set statement_timeout = '60s';

alter table messages add column if not exists turn jsonb;
comment on column messages.turn is
  'Of the last text that a turn answered: {agent, engine, prompt_version, context, tools, replies}; the context without the messages, whose ids it has. Not archived.';
