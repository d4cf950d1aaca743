create or replace function private.lock_solution(p_user_id uuid, p_workflow_id uuid)
returns solution_workflows
language plpgsql
set search_path = pg_catalog, public
as $$
declare
  v_workflow solution_workflows;
begin
  select * into v_workflow from solution_workflows where id = p_workflow_id and user_id = p_user_id for no key update;
  if not found then
    raise exception 'solution workflow % is not a search of user %', p_workflow_id, p_user_id using errcode = 'YP002';
  end if;
  return v_workflow;
end $$;
comment on function private.lock_solution(uuid, uuid) is
  'A person''s workflow, locked after the person. YP002: it is not theirs.';

create or replace function private.lock_solution_step(
  p_user_id uuid, p_workflow_id uuid, p_steps text[], p_round integer)
returns solution_workflows
language plpgsql
set search_path = pg_catalog, public
as $$
declare
  v_workflow solution_workflows := private.lock_solution(p_user_id, p_workflow_id);
begin
  if v_workflow.status <> 'in_progress' or v_workflow.current_step <> all (p_steps) or v_workflow.refinements <> p_round then
    raise exception 'solution workflow % is %, in round % at %', p_workflow_id, v_workflow.status, v_workflow.refinements,
      v_workflow.current_step using errcode = 'YP002';
  end if;
  return v_workflow;
end $$;
comment on function private.lock_solution_step(uuid, uuid, text[], integer) is
  'A workflow that is at one of these steps of this round: what fences a transition, so that the same one done twice is done once. YP002 otherwise.';

create or replace function private.solution_task(
  p_task text, p_workflow solution_workflows, p_at timestamptz, p_now timestamptz)
returns void
language plpgsql
set search_path = pg_catalog, public
as $$
begin
  update agent_tasks set scheduled_for = p_at
  where task_type = p_task and context_id = p_workflow.id and status = 'pending' and scheduled_for <> p_at;
  insert into agent_tasks (task_type, agent_type, user_id, context_id, context_type, scheduled_for, priority, context_json,
                           created_at, created_by)
  values (p_task, 'solution_saga', p_workflow.user_id, p_workflow.id, 'solution_workflow', p_at, 'medium',
          jsonb_build_object('workflow_id', p_workflow.id), p_now, 'solution_saga')
  on conflict do nothing;
end $$;
comment on function private.solution_task(text, solution_workflows, timestamptz, timestamptz) is
  'The next step of a workflow, or its deadline, at a moment: one such task waits at a time.';

create or replace function private.enter_solution_step(
  p_workflow solution_workflows, p_step text, p_why text, p_now timestamptz)
returns void
language plpgsql
set search_path = pg_catalog, public
as $$
declare
  c_steps constant text[] := '{initial_research,evaluate_initial,awaiting_expert_responses,final_evaluation,complete}';
  v_next constant text[] := case when p_step = 'complete' then '{}'
    else c_steps[array_position(c_steps, p_step):4] end;
begin
  update solution_workflows
  set current_step = p_step, last_decision_at = p_now, updated_at = p_now,
      status = case when p_step = 'complete' then 'completed' else 'in_progress' end,
      completed_at = case when p_step = 'complete' then p_now end,
      next_action = v_next[1], pending_tasks = to_jsonb(v_next),
      completed_tasks = completed_tasks || case when p_step = 'initial_research' then '[]' else jsonb_build_array(jsonb_build_object(
        'step', p_workflow.current_step, 'round', p_workflow.refinements, 'at', private.moment(p_now))) end,
      conversation_log = conversation_log || jsonb_build_array(jsonb_build_object(
        'at', private.moment(p_now), 'round', refinements, 'from', p_workflow.current_step, 'to', p_step, 'why', p_why))
  where id = p_workflow.id;
  if p_step = 'complete' then
    update agent_tasks set status = 'cancelled', completed_at = p_now, result_json = '{"cancelled": "the search is over"}'
    where task_type in ('evaluate_solution_workflow', 'solution_workflow_timeout') and context_id = p_workflow.id
      and status = 'pending';
  else
    perform private.solution_task('evaluate_solution_workflow', p_workflow, p_now, p_now);
  end if;
end $$;
comment on function private.enter_solution_step(solution_workflows, text, text, timestamptz) is
  'A workflow comes to a step, with the reasoning and the task that does it. The caller has locked it.';

create or replace function private.answers_to(p_workflow solution_workflows)
returns table (response_id uuid, score integer)
language sql stable
set search_path = pg_catalog, public
as $$
  select id, usefulness_score from community_responses
  where request_id = p_workflow.community_request_id and user_id <> p_workflow.user_id order by created_at, id
$$;
comment on function private.answers_to(solution_workflows) is 'The answers to the question of a workflow; the score is null until they are judged.';

create or replace function private.solutions_heard_of(p_request_id uuid, p_now timestamptz)
returns void
language plpgsql
set search_path = pg_catalog, public
as $$
begin
  perform private.solution_task('evaluate_solution_workflow', w, p_now, p_now)
  from solution_workflows w
  where w.community_request_id = p_request_id and w.status = 'in_progress' and w.current_step = 'awaiting_expert_responses';
end $$;
comment on function private.solutions_heard_of(uuid, timestamptz) is
  'A question has a judged answer more, or is over: the workflows that wait for it look.';
