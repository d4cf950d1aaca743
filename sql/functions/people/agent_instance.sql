create or replace function private.agent_instance(p_agent_type text, p_prompt_version text, p_now timestamptz)
returns uuid
language plpgsql
set search_path = pg_catalog, public
as $$
declare
  v_id uuid;
begin
  select id into v_id from agent_instances
  where agent_type = p_agent_type and prompt_version = p_prompt_version and user_id is null;
  if v_id is null then
    insert into agent_instances (agent_type, prompt_version, created_at, last_active_at)
    values (p_agent_type, p_prompt_version, p_now, p_now)
    on conflict (agent_type, prompt_version) where user_id is null do nothing
    returning id into v_id;
  end if;
  if v_id is null then
    select id into v_id from agent_instances
    where agent_type = p_agent_type and prompt_version = p_prompt_version and user_id is null;
  end if;
  return v_id;
end $$;
comment on function private.agent_instance(text, text, timestamptz) is
  'The row that names a version of an agent''s prompt; made when first used.';
