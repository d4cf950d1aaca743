create or replace function private.effect_request_solution_research(
  p_user_id uuid, p_conversation_id uuid, p_agent_type text, p_effect jsonb, p_now timestamptz)
returns void
language plpgsql
set search_path = pg_catalog, public
as $$
begin
  perform private.request_solution_research(p_user_id, p_effect, p_now);
end $$;
comment on function private.effect_request_solution_research(uuid, uuid, text, jsonb, timestamptz) is
  'A member asks for research on a solution. YP002: too many of theirs go on, or were asked for within a day.';
