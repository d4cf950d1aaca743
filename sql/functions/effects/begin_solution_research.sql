create or replace function private.effect_begin_solution_research(
  p_user_id uuid, p_conversation_id uuid, p_agent_type text, p_effect jsonb, p_now timestamptz)
returns void
language plpgsql
set search_path = pg_catalog, public
as $$
begin
  perform private.begin_solution_research(p_user_id, (p_effect ->> 'workflow_id')::uuid, p_now);
end $$;
comment on function private.effect_begin_solution_research(uuid, uuid, text, jsonb, timestamptz) is
  'The first step of a new search is to be done. YP002: it has come further.';
