create or replace function private.solution_document(p_workflow solution_workflows, p_now timestamptz)
returns jsonb
language sql stable
set search_path = pg_catalog, public
as $$
  select jsonb_build_object(
    'id', p_workflow.id, 'need', p_workflow.request_description, 'details', to_jsonb(p_workflow.details),
    'category', p_workflow.category, 'status', p_workflow.status, 'step', p_workflow.current_step,
    'round', p_workflow.refinements, 'innovators', coalesce(p_workflow.matched_innovators, '[]'),
    'web', coalesce(p_workflow.perplexity_results, '[]'), 'web_outcome', p_workflow.web_outcome,
    'met', p_workflow.quality_threshold_met, 'deadline_at', private.moment(p_workflow.deadline_at),
    'created_at', private.moment(p_workflow.created_at), 'completed_at', private.moment(p_workflow.completed_at),
    'question_asked_at', private.moment(a.created_at), 'question_open', coalesce(private.is_open_request(r.status, r.expires_at, p_now), false),
    'question_by_research', coalesce(a.created_at >= p_workflow.created_at, false),
    'asked', (select count(*) from community_targets t where t.request_id = r.id),
    'answers', (select coalesce(jsonb_agg(jsonb_build_object('id', response_id, 'score', score)), '[]')
                from private.answers_to(p_workflow)))
  from (select 1) always
  left join community_requests r on r.id = p_workflow.community_request_id
  left join community_request_askers a on a.request_id = r.id and a.user_id = p_workflow.user_id
$$;
comment on function private.solution_document(solution_workflows, timestamptz) is
  'A search as it stands: for its person''s agent and for the saga''s steps.';

create or replace function private.research_of(p_user_id uuid, p_now timestamptz)
returns jsonb
language plpgsql stable
set search_path = pg_catalog, public
as $$
begin
  return (
    select coalesce(jsonb_agg(private.solution_document(w, p_now) order by w.created_at desc, w.id), '[]')
    from (select * from solution_workflows
          where user_id = p_user_id
            and (status = 'in_progress' or coalesce(completed_at, created_at) > p_now - interval '14 days')
          order by created_at desc, id limit 8) w);
end $$;
comment on function private.research_of(uuid, timestamptz) is
  'A person''s searches that go on, and those that ended in the last 14 days, newest first.';

create or replace function private.solution_state(p_workflow_id uuid, p_now timestamptz)
returns jsonb
language sql stable
set search_path = pg_catalog, public
as $$
  select private.solution_document(w, p_now) from solution_workflows w where w.id = p_workflow_id
$$;
comment on function private.solution_state(uuid, timestamptz) is 'A search as it stands; null when there is none.';
