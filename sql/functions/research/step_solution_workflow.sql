create or replace function private.store_findings(p_user_id uuid, p_found jsonb, p_now timestamptz)
returns void
language plpgsql
set search_path = pg_catalog, public
as $$
declare
  v_workflow solution_workflows := private.lock_solution_step(
    p_user_id, (p_found ->> 'workflow_id')::uuid, '{initial_research}', (p_found ->> 'round')::integer);
begin
  update solution_workflows
  set matched_innovators = p_found -> 'innovators', perplexity_results = p_found -> 'web', web_outcome = p_found ->> 'web_outcome'
  where id = v_workflow.id;
  perform private.enter_solution_step(v_workflow, 'evaluate_initial', p_found ->> 'why', p_now);
end $$;
comment on function private.store_findings(uuid, jsonb, timestamptz) is
  'initial_research is done: what was found. YP002: the workflow is elsewhere.';

create or replace function private.evaluate_findings(
  p_user_id uuid, p_conversation_id uuid, p_done jsonb, p_now timestamptz)
returns void
language plpgsql
set search_path = pg_catalog, public
as $$
declare
  v_workflow solution_workflows := private.lock_solution_step(
    p_user_id, (p_done ->> 'workflow_id')::uuid, '{evaluate_initial}', (p_done ->> 'round')::integer);
  v_question uuid := private.question_of_solution(v_workflow, p_done -> 'question', p_now);
begin
  update solution_workflows
  set community_request_id = v_question, quality_threshold_met = (p_done ->> 'met')::boolean,
      community_insights = jsonb_build_object('question', case when v_question is null then 'too many open' else 'put' end),
      -- With nobody to wait for it ends with what it has.
      deadline_at = case when v_question is null then p_now else p_now + interval '24 hours' end
  where id = v_workflow.id returning * into v_workflow;
  perform private.solution_task('solution_workflow_timeout', v_workflow, v_workflow.deadline_at, p_now);
  perform private.enter_solution_step(v_workflow, 'awaiting_expert_responses', p_done ->> 'why', p_now);
  if p_done -> 'news' <> 'null' then
    perform private.tell_solution(v_workflow, p_conversation_id, p_done -> 'news', p_now);
    perform publish_event('solution.initial_findings',
      jsonb_build_object('user_id', p_user_id, 'options', (p_done ->> 'options')::integer, 'round', v_workflow.refinements),
      'research', 'findings:' || v_workflow.refinements || ':' || v_workflow.id, 'solution_workflow', v_workflow.id,
      p_created_by => 'solution_saga', p_now => p_now);
  end if;
end $$;
comment on function private.evaluate_findings(uuid, uuid, jsonb, timestamptz) is
  'evaluate_initial is done: first findings are told if there are any, and the members are asked. YP002: the workflow is elsewhere.';

create or replace function private.question_of_solution(p_workflow solution_workflows, p_question jsonb, p_now timestamptz)
returns uuid
language plpgsql
set search_path = pg_catalog, public
as $$
begin
  if exists (select from community_requests r join community_request_askers a on a.request_id = r.id
             where r.id = p_workflow.community_request_id and a.user_id = p_workflow.user_id
               and private.is_open_request(r.status, r.expires_at, p_now)) then
    return p_workflow.community_request_id;
  end if;
  begin
    perform private.guard_questions(p_workflow.user_id, p_now);
  exception when sqlstate 'YP002' then
    return null;  -- they have put as many as a person may
  end;
  return private.publish_community_request(p_workflow.user_id, 'solution_saga', p_question, p_now);
end $$;
comment on function private.question_of_solution(solution_workflows, jsonb, timestamptz) is
  'The question of a workflow to the members: the one that is open, or a new one; null: the person may put none now.';

create or replace function private.tell_solution(
  p_workflow solution_workflows, p_conversation_id uuid, p_news jsonb, p_now timestamptz)
returns void
language plpgsql
set search_path = pg_catalog, public
as $$
declare
  v_priority uuid := private.put_priority(p_workflow.user_id, 'solution_update', p_workflow.id, (p_news ->> 'score')::numeric,
    p_news -> 'item', p_now + interval '14 days', p_now);
begin
  perform private.queue_message(p_workflow.user_id, p_conversation_id, (p_news -> 'message') || jsonb_build_object(
    'message_data', (p_news #> '{message,message_data}') || jsonb_build_object(
      'priority_ids', to_jsonb(array_remove(array[v_priority], null))),
    'item_type', 'solution_update', 'item_id', p_workflow.id), p_now);
end $$;
comment on function private.tell_solution(solution_workflows, uuid, jsonb, timestamptz) is
  'What a search has found, as a priority and as a message that presents it; a newer one takes the place of one that still waits.';

create or replace function private.finish_waiting(p_user_id uuid, p_done jsonb, p_now timestamptz)
returns void
language plpgsql
set search_path = pg_catalog, public
as $$
declare
  v_workflow solution_workflows := private.lock_solution_step(p_user_id, (p_done ->> 'workflow_id')::uuid,
    '{initial_research,evaluate_initial,awaiting_expert_responses}', (p_done ->> 'round')::integer);
begin
  if v_workflow.deadline_at > p_now and not (
       v_workflow.current_step = 'awaiting_expert_responses'
       and ((select count(score) from private.answers_to(v_workflow)) >= 2
            or exists (select from community_requests r where r.id = v_workflow.community_request_id
                       and not private.is_open_request(r.status, r.expires_at, p_now)))) then
    raise exception 'solution workflow % waits for answers until %', v_workflow.id, v_workflow.deadline_at using errcode = 'YP002';
  end if;
  perform private.enter_solution_step(v_workflow, 'final_evaluation', p_done ->> 'why', p_now);
end $$;
comment on function private.finish_waiting(uuid, jsonb, timestamptz) is
  'Two answers are judged, the question is over, or 24 hours are: the workflow is evaluated, wherever it had come to. YP002: none of these, or it is elsewhere.';

create or replace function private.complete_solution(
  p_user_id uuid, p_conversation_id uuid, p_done jsonb, p_now timestamptz)
returns void
language plpgsql
set search_path = pg_catalog, public
as $$
declare
  v_workflow solution_workflows := private.lock_solution_step(
    p_user_id, (p_done ->> 'workflow_id')::uuid, '{final_evaluation}', (p_done ->> 'round')::integer);
begin
  update solution_workflows
  set quality_threshold_met = (p_done ->> 'met')::boolean,
      community_insights = coalesce(community_insights, '{}') || (p_done -> 'insights'),
      expert_recommendations = p_done -> 'recommendations'
  where id = v_workflow.id;
  perform private.enter_solution_step(v_workflow, 'complete', p_done ->> 'why', p_now);
  perform private.tell_solution(v_workflow, p_conversation_id, p_done -> 'news', p_now);
  perform publish_event('solution.research_complete',
    jsonb_build_object('user_id', p_user_id, 'options', (p_done ->> 'options')::integer,
                       'answers', jsonb_array_length(p_done -> 'recommendations'), 'met', (p_done ->> 'met')::boolean),
    'research', 'complete:' || v_workflow.refinements || ':' || v_workflow.id, 'solution_workflow', v_workflow.id,
    p_created_by => 'solution_saga', p_now => p_now);
  perform private.signal_demand(v_workflow, p_now);
end $$;
comment on function private.complete_solution(uuid, uuid, jsonb, timestamptz) is
  'final_evaluation is done: the member is told how it ended, and the innovators who were found that there is a demand. YP002: the workflow is elsewhere.';

create or replace function private.signal_demand(p_workflow solution_workflows, p_now timestamptz)
returns void
language plpgsql
set search_path = pg_catalog, public
as $$
declare
  v_innovator uuid;
  v_asked integer;
begin
  if p_workflow.category is null then
    return;
  end if;
  for v_innovator in
    select i.user_id from innovators i
    where i.active and i.user_id in (
      select (listed.found ->> 'user_id')::uuid from jsonb_array_elements(coalesce(p_workflow.matched_innovators, '[]')) as listed (found))
    order by i.user_id
  loop
    select count(distinct user_id) into v_asked from solution_workflows
    where category = p_workflow.category and status <> 'cancelled' and created_at > p_now - interval '30 days'
      and user_id <> v_innovator;
    -- Once a week for each; the key is hashed, without digits: a run of them might be somebody's number.
    perform publish_event('solution.demand_signal', jsonb_build_object('category', p_workflow.category, 'asked', v_asked),
      'research', translate(md5(concat_ws(':', v_innovator, p_workflow.category, to_char(p_now at time zone 'UTC', 'IYYY-IW'))),
                            '0123456789', 'ghijklmnop'),
      'innovator', v_innovator, p_created_by => 'solution_saga', p_now => p_now);
  end loop;
end $$;
comment on function private.signal_demand(solution_workflows, timestamptz) is
  'Each innovator who was found hears at most once a week that members look for something of a category, and how many did in 30 days; never who.';
