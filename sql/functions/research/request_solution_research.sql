create or replace function private.request_solution_research(p_user_id uuid, p_request jsonb, p_now timestamptz)
returns void
language plpgsql
set search_path = pg_catalog, public
as $$
declare
  v_workflow solution_workflows;
  v_open integer;
  v_today integer;
begin
  select count(*) filter (where status = 'in_progress'), count(*) filter (where created_at > p_now - interval '1 day')
  into v_open, v_today from solution_workflows where user_id = p_user_id;
  -- As shared.domain.research has them.
  if v_open >= 3 or v_today >= 5 then
    raise exception 'user % has % searches going on and asked for % within a day', p_user_id, v_open, v_today
      using errcode = 'YP002';
  end if;
  insert into solution_workflows (id, user_id, request_description, category, next_action, pending_tasks,
    deadline_at, created_at, updated_at)
  values ((p_request ->> 'id')::uuid, p_user_id, p_request ->> 'need', p_request ->> 'category', 'initial_research',
    '["initial_research", "evaluate_initial", "awaiting_expert_responses", "final_evaluation"]',
    p_now + interval '24 hours', p_now, p_now)
  returning * into v_workflow;
  -- Whatever becomes of its steps, it ends.
  perform private.solution_task('solution_workflow_timeout', v_workflow, v_workflow.deadline_at, p_now);
  perform publish_event('user.inquiry.solution_needed', jsonb_build_object('user_id', p_user_id), 'research',
    'needed:' || v_workflow.id, 'solution_workflow', v_workflow.id, p_created_by => 'solution_saga', p_now => p_now);
end $$;
comment on function private.request_solution_research(uuid, jsonb, timestamptz) is
  'A member asks for research on a solution: a workflow and its event. YP002: 3 of theirs go on, or they asked for 5 within a day.';

create or replace function private.begin_solution_research(p_user_id uuid, p_workflow_id uuid, p_now timestamptz)
returns void
language plpgsql
set search_path = pg_catalog, public
as $$
declare
  v_workflow solution_workflows := private.lock_solution_step(p_user_id, p_workflow_id, '{initial_research}', 0);
begin
  perform private.solution_task('evaluate_solution_workflow', v_workflow, p_now, p_now);
end $$;
comment on function private.begin_solution_research(uuid, uuid, timestamptz) is
  'The first step of a new workflow is to be done. YP002: it has come further.';

create or replace function private.cancel_solution_research(p_user_id uuid, p_workflow_id uuid, p_now timestamptz)
returns void
language plpgsql
set search_path = pg_catalog, public
as $$
declare
  v_workflow solution_workflows := private.lock_solution(p_user_id, p_workflow_id);
begin
  if v_workflow.status <> 'in_progress' then
    raise exception 'solution workflow % is %', p_workflow_id, v_workflow.status using errcode = 'YP002';
  end if;
  update solution_workflows
  set status = 'cancelled', completed_at = p_now, updated_at = p_now, next_action = null, pending_tasks = '[]',
      conversation_log = conversation_log || jsonb_build_array(jsonb_build_object(
        'at', private.moment(p_now), 'round', refinements, 'from', current_step, 'to', 'cancelled', 'why', 'they took it back'))
  where id = p_workflow_id;
  update agent_tasks set status = 'cancelled', completed_at = p_now, result_json = '{"cancelled": "they took the search back"}'
  where task_type in ('evaluate_solution_workflow', 'solution_workflow_timeout') and context_id = p_workflow_id and status = 'pending';
  perform private.end_priority('solution_update', p_workflow_id, 'cancelled', p_user_id, p_now);
  if exists (select from community_requests r where r.id = v_workflow.community_request_id
             and r.status in ('open', 'responses_received', 'dormant'))
     and private.is_asked_by_research(p_user_id, v_workflow.community_request_id) then
    perform private.cancel_community_request(p_user_id, v_workflow.community_request_id, p_now);
  end if;
end $$;
comment on function private.cancel_solution_research(uuid, uuid, timestamptz) is
  'A member takes their search back, with its question to the members and what waits to be told. YP002: it is not theirs, or over.';

create or replace function private.is_asked_by_research(p_user_id uuid, p_request_id uuid)
returns boolean
language sql stable
set search_path = pg_catalog, public
as $$
  select exists (
    select from solution_workflows w
    join community_request_askers a on a.request_id = w.community_request_id and a.user_id = w.user_id
    where w.user_id = p_user_id and w.community_request_id = p_request_id and a.created_at >= w.created_at)
$$;
comment on function private.is_asked_by_research(uuid, uuid) is
  'Whether somebody asks a question by a search of theirs, and not by themselves: it is told and taken back with the search.';

create or replace function private.refine_solution_research(
  p_user_id uuid, p_workflow_id uuid, p_detail text, p_now timestamptz)
returns void
language plpgsql
set search_path = pg_catalog, public
as $$
declare
  v_workflow solution_workflows := private.lock_solution(p_user_id, p_workflow_id);
begin
  if v_workflow.status = 'cancelled' or v_workflow.completed_at <= p_now - interval '14 days' then
    raise exception 'solution workflow % is %', p_workflow_id, v_workflow.status using errcode = 'YP002';
  elsif v_workflow.refinements >= 2 then
    raise exception 'solution workflow % was refined twice', p_workflow_id using errcode = 'YP002';
  end if;
  update solution_workflows
  set details = details || p_detail, refinements = refinements + 1, deadline_at = p_now + interval '24 hours',
      quality_threshold_met = false
  where id = p_workflow_id returning * into v_workflow;
  perform private.enter_solution_step(v_workflow, 'initial_research', 'they added a detail', p_now);
  perform private.solution_task('solution_workflow_timeout', v_workflow, v_workflow.deadline_at, p_now);
  -- Whoever is asked from now on sees it.
  update community_requests set requester_context = array_to_string(v_workflow.details, '; ')
  where id = v_workflow.community_request_id and requesting_user_id = p_user_id and context_id = p_workflow_id;
end $$;
comment on function private.refine_solution_research(uuid, uuid, text, timestamptz) is
  'A member adds a detail to their search, which runs its first step again: twice at most. YP002: it is not theirs, was taken back, or ended 14 days ago.';
