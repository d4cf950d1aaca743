create or replace function private.check_community_request(p_request_id uuid, p_at timestamptz, p_now timestamptz)
returns void
language plpgsql
set search_path = pg_catalog, public
as $$
begin
  update agent_tasks set scheduled_for = least(scheduled_for, p_at)
  where context_type = 'community_request' and context_id = p_request_id
    and task_type = 'process_community_request' and status = 'pending';
  if not found then
    perform private.add_community_task('process_community_request', null, p_request_id, '{}', p_at, 'medium', p_now);
  end if;
end $$;
comment on function private.check_community_request(uuid, timestamptz, timestamptz) is
  'Looks after an open request at a moment or before: more experts, or its end. One such task waits at a time.';
