-- What the agents know and do: priorities, research, introductions, community, credits.

set lock_timeout = '5s';
set statement_timeout = '60s';

create table if not exists user_priorities (
  id uuid primary key default gen_random_uuid(),
  user_id uuid references users (id) not null,
  priority_rank integer not null check (priority_rank > 0),
  item_type varchar(50) not null check (item_type in ('intro_opportunity', 'connection_request',
    'intro_offer', 'community_request', 'community_response', 'solution_update', 'goal')),
  item_id uuid not null,
  value_score decimal(5, 2) check (value_score between 0 and 100),
  status varchar(50) not null default 'active'
    check (status in ('active', 'presented', 'actioned', 'dormant', 'expired', 'cancelled')),
  created_at timestamptz not null default now(),
  expires_at timestamptz,
  presented_at timestamptz,
  presentation_count integer not null default 0,
  last_presented_at timestamptz,
  presented_message_id uuid references messages (id) on delete set null,
  presented_position integer,
  spoken_of_at timestamptz,
  put_off_until timestamptz,
  item_summary text,
  item_primary_name text,
  item_secondary_name text,
  item_context text,
  item_metadata jsonb,
  unique (user_id, item_type, item_id)
);
create index if not exists idx_priorities_user_active on user_priorities (user_id, status, priority_rank)
  where status = 'active';
create index if not exists idx_priorities_item on user_priorities (item_type, item_id);
create index if not exists idx_priorities_message on user_priorities (presented_message_id)
  where presented_message_id is not null;
comment on table user_priorities is 'What matters most to a person now, ranked, with enough text to speak from.';
comment on column user_priorities.priority_rank is '1 is highest.';
comment on column user_priorities.value_score is '0 to 100.';
comment on column user_priorities.presentation_count is
  'Texts of ours that told of it. Dormant 7 days after the second without an answer.';
comment on column user_priorities.presented_message_id is 'The last text that told of it.';
comment on column user_priorities.presented_position is 'Its place among what that text told of, from 1.';
comment on column user_priorities.spoken_of_at is
  'When they last spoke of it and left it open, such as "tell me more": an answer as to dormancy.';
comment on column user_priorities.put_off_until is 'They said "later": not brought up before.';

create table if not exists solution_workflows (
  id uuid primary key default gen_random_uuid(),
  user_id uuid references users (id) not null,
  request_description text not null,
  category text,
  current_step text not null default 'initial_research' check (current_step in ('initial_research',
    'evaluate_initial', 'awaiting_expert_responses', 'final_evaluation', 'complete')),
  status text not null default 'in_progress' check (status in ('in_progress', 'completed', 'cancelled')),
  perplexity_results jsonb,
  matched_innovators jsonb,
  community_insights jsonb,
  expert_recommendations jsonb,
  quality_threshold_met boolean not null default false,
  last_decision_at timestamptz,
  next_action text,
  pending_tasks jsonb not null default '[]'::jsonb,
  completed_tasks jsonb not null default '[]'::jsonb,
  conversation_log jsonb not null default '[]'::jsonb,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  completed_at timestamptz
);
create index if not exists idx_workflows_user on solution_workflows (user_id, status, created_at desc);
comment on table solution_workflows is 'Research for a member: one state machine a request.';
comment on column solution_workflows.perplexity_results is 'Findings of the web research provider.';
comment on column solution_workflows.conversation_log is 'Each decision with its reasoning, appended.';

create table if not exists intro_opportunities (
  id uuid primary key default gen_random_uuid(),
  connector_user_id uuid references users (id) not null,
  innovator_id uuid references users (id),
  prospect_id uuid,
  prospect_name text not null,
  prospect_company text,
  prospect_title text,
  prospect_linkedin_url text,
  innovator_name text,
  intro_context text,
  bounty_credits integer not null default 50 check (bounty_credits >= 0),
  status text not null default 'open' check (status in ('open', 'accepted', 'declined', 'paused',
    'completed', 'cancelled', 'dormant', 'expired')),
  connector_response text,
  intro_email text,
  intro_scheduled_at timestamptz,
  intro_completed_at timestamptz,
  reported_by uuid references users (id),
  reported_at timestamptz,
  asked_at timestamptz,
  asked_count integer not null default 0 check (asked_count >= 0),
  presentation_count integer not null default 0,
  last_presented_at timestamptz,
  dormant_at timestamptz,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  expires_at timestamptz
);
create index if not exists idx_intro_opportunities_connector on intro_opportunities (connector_user_id, status);
create index if not exists idx_intro_opportunities_prospect on intro_opportunities (prospect_id, status);
create index if not exists idx_intro_opportunities_innovator on intro_opportunities (innovator_id, status);
comment on table intro_opportunities is 'A member is asked to introduce someone they know off the platform to an innovator.';
comment on column intro_opportunities.reported_by is 'Who says that it is done; the other may object for 7 days.';
comment on column intro_opportunities.asked_at is 'When whoever benefits was asked whether it happened; null: no answer is waited for.';
comment on column intro_opportunities.asked_count is 'How often they were, or said unasked that it did not.';

create table if not exists intro_offers (
  id uuid primary key default gen_random_uuid(),
  offering_user_id uuid references users (id) not null,
  introducee_user_id uuid references users (id) not null,
  prospect_name text not null,
  prospect_company text,
  prospect_title text,
  prospect_context text,
  context_type text check (context_type in ('community_request', 'connection_request', 'spontaneous')),
  context_id uuid,
  status text not null default 'pending_introducee_response' check (status in (
    'pending_introducee_response', 'introducee_declined', 'pending_connector_confirmation',
    'connector_declined', 'confirmed', 'completed', 'expired')),
  introducee_response text,
  connector_confirmation text,
  bounty_credits integer not null default 0 check (bounty_credits >= 0),
  intro_email text,
  intro_completed_at timestamptz,
  reported_by uuid references users (id),
  reported_at timestamptz,
  asked_at timestamptz,
  asked_count integer not null default 0 check (asked_count >= 0),
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  expires_at timestamptz not null default now() + interval '14 days'
);
create index if not exists idx_intro_offers_offering on intro_offers (offering_user_id, status);
create index if not exists idx_intro_offers_introducee on intro_offers (introducee_user_id, status);
comment on table intro_offers is 'A member volunteers an introduction; both sides consent before names are exchanged.';
comment on column intro_offers.reported_by is 'Who says that it is done; the other may object for 7 days.';
comment on column intro_offers.asked_at is 'When whoever benefits was asked whether it happened; null: no answer is waited for.';
comment on column intro_offers.asked_count is 'How often they were, or said unasked that it did not.';

create table if not exists connection_requests (
  id uuid primary key default gen_random_uuid(),
  introducee_user_id uuid references users (id) not null,
  requestor_user_id uuid references users (id),
  requestor_prospect_id uuid,
  requestor_name text not null,
  requestor_company text,
  requestor_title text,
  requestor_linkedin_url text,
  intro_context text,
  vouched_by_user_ids uuid[] not null default '{}',
  bounty_credits integer not null default 0 check (bounty_credits >= 0),
  requestor_credits_spent integer not null default 0 check (requestor_credits_spent >= 0),
  status text not null default 'open' check (status in ('open', 'accepted', 'declined', 'completed',
    'dormant', 'expired')),
  introducee_response text,
  intro_email text,
  intro_completed_at timestamptz,
  reported_by uuid references users (id),
  reported_at timestamptz,
  asked_at timestamptz,
  asked_count integer not null default 0 check (asked_count >= 0),
  presentation_count integer not null default 0,
  last_presented_at timestamptz,
  dormant_at timestamptz,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  expires_at timestamptz not null default now() + interval '30 days'
);
create index if not exists idx_connection_requests_introducee on connection_requests (introducee_user_id, status);
create index if not exists idx_connection_requests_requestor on connection_requests (requestor_user_id, status);
comment on table connection_requests is 'A member is asked whether they want to meet someone.';
comment on column connection_requests.reported_by is 'Who says that it is done; the other may object for 7 days.';
comment on column connection_requests.asked_at is 'When whoever benefits was asked whether it happened; null: no answer is waited for.';
comment on column connection_requests.asked_count is 'How often they were, or said unasked that it did not.';

create table if not exists community_requests (
  id uuid primary key default gen_random_uuid(),
  requesting_agent_type text not null,
  requesting_user_id uuid references users (id),
  context_id uuid,
  context_type text,
  question text not null,
  category text,
  expertise_needed text[] not null default '{}',
  requester_context text,
  desired_outcome text check (desired_outcome in ('backchannel', 'introduction', 'quick_thoughts', 'ongoing_advice')),
  urgency text not null default 'medium' check (urgency in ('urgent', 'high', 'medium', 'low')),
  request_summary text,
  target_user_ids uuid[] not null default '{}',
  status text not null default 'open'
    check (status in ('open', 'responses_received', 'closed', 'cancelled', 'dormant')),
  responses_count integer not null default 0,
  closed_loop_at timestamptz,
  closed_loop_message text,
  presentation_count integer not null default 0,
  last_presented_at timestamptz,
  dormant_at timestamptz,
  created_at timestamptz not null default now(),
  expires_at timestamptz not null default now() + interval '7 days'
);
create index if not exists idx_community_requests_expertise on community_requests using gin (expertise_needed);
create index if not exists idx_community_requests_user on community_requests (requesting_user_id, status, created_at desc);
create index if not exists idx_community_requests_open on community_requests (status, created_at desc);
comment on table community_requests is 'A question put to the members whose expertise fits.';

create table if not exists community_responses (
  id uuid primary key default gen_random_uuid(),
  request_id uuid references community_requests (id) not null,
  user_id uuid references users (id) not null,
  response_text text not null,
  verbatim_answer text,
  usefulness_score integer check (usefulness_score between 1 and 10),
  impact_description text,
  credits_awarded integer,
  credited_at timestamptz,
  status text not null default 'provided' check (status in ('provided', 'rewarded', 'closed_loop')),
  closed_loop_message text,
  closed_loop_at timestamptz,
  created_at timestamptz not null default now(),
  unique (request_id, user_id)
);
create index if not exists idx_community_responses_user on community_responses (user_id, created_at desc);
comment on table community_responses is 'An expert''s answer, one per request and person.';
comment on column community_responses.verbatim_answer is 'Their own words; response_text is the summary.';

create table if not exists credit_events (
  id uuid primary key default gen_random_uuid(),
  user_id uuid references users (id) not null,
  event_type text not null,
  amount integer not null,
  reference_type text,
  reference_id uuid,
  idempotency_key text not null unique,
  description text,
  processed boolean not null default true,
  created_at timestamptz not null default now()
);
create index if not exists idx_credit_events_user on credit_events (user_id, created_at desc);
create index if not exists idx_credit_events_reference on credit_events (reference_type, reference_id);
comment on table credit_events is 'The ledger: append-only. A balance is the sum of processed amounts.';
comment on column credit_events.amount is 'Credits; a spend is negative.';
comment on column credit_events.processed is 'False is a reservation; it may turn true once.';

create or replace view user_credit_balances with (security_invoker = true) as
select user_id,
       coalesce(sum(amount) filter (where processed), 0)::integer as balance,
       count(*) filter (where processed) as transaction_count,
       max(created_at) filter (where processed) as last_transaction_at
from credit_events
group by user_id;
comment on view user_credit_balances is 'The truth about credits; users.credit_balance is its cache.';
