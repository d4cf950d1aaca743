create or replace function private.log_actions(
  p_agent_type text, p_prompt_version text, p_user_id uuid, p_conversation_id uuid, p_log jsonb, p_now timestamptz)
returns uuid
language plpgsql
set search_path = pg_catalog, public
as $$
declare
  v_instance uuid;
begin
  v_instance := private.agent_instance(p_agent_type, p_prompt_version, p_now);
  if jsonb_array_length(p_log) = 0 then
    return v_instance;
  end if;
  insert into agent_actions_log (agent_type, agent_instance_id, action_type, user_id, context_id,
    context_type, model_used, input_tokens, output_tokens, cost_usd, latency_ms, input_data,
    output_data, error, created_at)
  select p_agent_type, v_instance, l.action_type, p_user_id, p_conversation_id, 'conversation',
    l.model_used, l.input_tokens, l.output_tokens, l.cost_usd, l.latency_ms, l.input_data,
    l.output_data, l.error, p_now
  from jsonb_to_recordset(p_log) as l(action_type text, model_used text, input_tokens integer,
    output_tokens integer, cost_usd numeric, latency_ms integer, input_data jsonb,
    output_data jsonb, error text);
  return v_instance;
end $$;
comment on function private.log_actions(text, text, uuid, uuid, jsonb, timestamptz) is
  'Writes model calls and executed actions about a conversation; returns the agent''s instance.';
