-- Research on solutions: what a saga remembers between its steps, and what finds an innovator.
-- Small tables still: writers stand still for a moment.
-- squawk-ignore-file require-concurrent-index-creation, adding-foreign-key-constraint

set lock_timeout = '5s';
set statement_timeout = '60s';

alter table solution_workflows add column if not exists details text[] not null default '{}';
alter table solution_workflows add column if not exists refinements smallint not null default 0
  check (refinements between 0 and 2);
alter table solution_workflows add column if not exists web_outcome text
  check (web_outcome in ('off', 'answered', 'unavailable', 'refused'));
alter table solution_workflows add column if not exists community_request_id uuid references community_requests (id);
alter table solution_workflows add column if not exists deadline_at timestamptz;
comment on column solution_workflows.request_description is 'What they need, in their words: "a payroll tool for Brazil".';
comment on column solution_workflows.category is 'The tag of expertise that it is about first; null: none that the vocabulary knows.';
comment on column solution_workflows.details is 'What they added later, in their words.';
comment on column solution_workflows.refinements is 'How often they did: each runs the first step again. With the step it fences every transition.';
comment on column solution_workflows.web_outcome is 'Whether the web was asked: off (nothing is configured), answered, unavailable (after all attempts) or refused.';
comment on column solution_workflows.community_request_id is 'Their question to the members; it may be one that others had asked before.';
comment on column solution_workflows.deadline_at is 'When it ends with what it has.';
comment on column solution_workflows.matched_innovators is 'At most five: user_id, company, about, fit (0 to 1).';
comment on column solution_workflows.perplexity_results is 'What the web research provider found: title, url, about, fit (0 to 1).';
comment on column solution_workflows.community_insights is 'How many members were asked, answered, passed; whether the question could be put.';
comment on column solution_workflows.expert_recommendations is 'The answers by id, with what each was worth (1 to 10); the words are in community_responses.';
comment on column solution_workflows.next_action is 'The step that is to be done next; null: none.';
comment on column solution_workflows.pending_tasks is 'The steps that are still to come.';
comment on column solution_workflows.completed_tasks is 'The steps that were done: step, round, at.';

create index if not exists idx_workflows_question on solution_workflows (community_request_id)
  where community_request_id is not null;
create index if not exists idx_workflows_demand on solution_workflows (category, created_at)
  where status <> 'cancelled';
-- One step of a workflow waits at a time, and one deadline.
create unique index if not exists idx_tasks_solution on agent_tasks (task_type, context_id)
  where task_type in ('evaluate_solution_workflow', 'solution_workflow_timeout') and status = 'pending';

-- An index uses it: in plpgsql, since array_to_string is stable for other types than text.
create or replace function private.listing_words(
  p_company text, p_categories text[], p_description text, p_target text) returns tsvector
language plpgsql immutable parallel safe
set search_path = pg_catalog
as $$
begin
  return setweight(to_tsvector('english', concat_ws(' ', p_company, replace(array_to_string(p_categories, ' , '), '-', ' '))), 'A')
    || setweight(to_tsvector('english', coalesce(p_description, '')), 'B')
    || setweight(to_tsvector('english', coalesce(p_target, '')), 'C');
end $$;
comment on function private.listing_words(text, text[], text, text) is
  'What finds an innovator: company and categories (weight A), description (B), target customer (C), stemmed.';
create index if not exists idx_innovators_words on innovators
  using gin (private.listing_words(company_name, categories, solution_description, target_customer_profile)) where active;
