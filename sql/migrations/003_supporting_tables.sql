-- Prospects, solution providers, and what the agents did.

set lock_timeout = '5s';
set statement_timeout = '60s';

create table if not exists prospects (
  id uuid primary key default gen_random_uuid(),
  name varchar(255) not null,
  company varchar(255),
  title varchar(255),
  linkedin_url varchar(500),
  email varchar(255),
  mutual_connections jsonb,
  last_researched_at timestamptz,
  users_researching uuid[],
  created_at timestamptz not null default now(),
  innovator_id uuid references users (id),
  phone_number text,
  first_name text,
  last_name text,
  upload_source text,
  upload_batch_id uuid,
  status text not null default 'pending'
    check (status in ('pending', 'contacted', 'converted', 'declined', 'invalid', 'review')),
  converted_to_user_id uuid references users (id),
  converted_at timestamptz,
  prospect_notes text,
  target_solution_categories text[],
  identity_keys text[] not null default '{}',
  constraint prospects_contact_method
    check (email is not null or phone_number is not null or linkedin_url is not null)
);
create index if not exists idx_prospects_linkedin on prospects (linkedin_url);
create index if not exists idx_prospects_innovator on prospects (innovator_id, status);
create index if not exists idx_prospects_email on prospects (lower(email)) where status = 'pending';
create index if not exists idx_prospects_phone on prospects (phone_number) where status = 'pending';
-- Found in at once after an upload: a list of pending entries would be read with each look-up.
create index if not exists idx_prospects_identity on prospects using gin (identity_keys) with (fastupdate = off);
comment on table prospects is 'People not on the platform yet whom somebody wants to meet.';
comment on column prospects.users_researching is 'Who asked for research on them.';
comment on column prospects.identity_keys is
  'Normalised email, phone and LinkedIn address, kept by trigger: two rows that share one are the same person.';
comment on column prospects.innovator_id is 'The user who uploaded them.';

create table if not exists innovators (
  id uuid primary key default gen_random_uuid(),
  user_id uuid references users (id) unique not null,
  company_name varchar(255) not null,
  solution_description text,
  categories text[],
  target_customer_profile text,
  video_url varchar(500),
  credits_balance integer default 0,
  active boolean default true,
  created_at timestamptz not null default now(),
  warm_intro_bounty integer not null default 25 check (warm_intro_bounty >= 0)
);
create index if not exists idx_innovators_categories on innovators using gin (categories);
create index if not exists idx_innovators_active on innovators (active, created_at desc);
comment on table innovators is 'What a solution provider offers.';
comment on column innovators.credits_balance is 'Cache of the user''s balance, as users.credit_balance.';
comment on column innovators.warm_intro_bounty is 'Credits paid to who introduces them.';

do $$ begin
  if not exists (select from pg_constraint where conname = 'intro_opportunities_prospect_id_fkey') then
    alter table intro_opportunities add constraint intro_opportunities_prospect_id_fkey
      foreign key (prospect_id) references prospects (id);
    alter table connection_requests add constraint connection_requests_requestor_prospect_id_fkey
      foreign key (requestor_prospect_id) references prospects (id);
  end if;
end $$;

create table if not exists agent_instances (
  id uuid primary key default gen_random_uuid(),
  agent_type varchar(50) not null,
  user_id uuid references users (id),
  config_json jsonb,
  prompt_version varchar(50),
  status varchar(50) not null default 'active' check (status in ('active', 'terminated')),
  last_active_at timestamptz default now(),
  created_at timestamptz not null default now(),
  terminated_at timestamptz
);
create index if not exists idx_instances_type_user on agent_instances (agent_type, user_id);
create index if not exists idx_instances_active on agent_instances (agent_type, status) where status = 'active';
create unique index if not exists idx_instances_prompt on agent_instances (agent_type, prompt_version)
  where user_id is null;
comment on table agent_instances is 'A version of an agent: its prompt and configuration.';
comment on column agent_instances.user_id is 'Null: the version that everybody gets.';

create table if not exists agent_actions_log (
  id uuid primary key default gen_random_uuid(),
  agent_type varchar(50) not null,
  agent_instance_id uuid references agent_instances (id),
  action_type varchar(100) not null,
  user_id uuid references users (id),
  context_id uuid,
  context_type varchar(50),
  model_used varchar(100),
  input_tokens integer,
  output_tokens integer,
  cost_usd decimal(10, 6),
  latency_ms integer,
  input_data jsonb,
  output_data jsonb,
  error text,
  created_at timestamptz not null default now()
);
create index if not exists idx_log_agent_time on agent_actions_log (agent_type, created_at desc);
create index if not exists idx_log_user on agent_actions_log (user_id, created_at desc);
create index if not exists idx_log_cost on agent_actions_log (created_at, cost_usd) where cost_usd is not null;
comment on table agent_actions_log is 'Every model call (llm_call) and every executed tool (function_execution), failed ones too.';
comment on column agent_actions_log.context_id is 'What it was about: the conversation of a turn.';
