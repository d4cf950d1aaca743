create or replace function release_tasks(
  p_ids uuid[], p_token uuid, p_lanes uuid[] default '{}', p_now timestamptz default now())
returns integer
language plpgsql
set search_path = pg_catalog, public
as $$
declare
  v_count integer;
begin
  perform private.free_lanes('tasks', p_lanes, p_token);
  update agent_tasks
  set status = 'pending', attempts = attempts - 1, available_at = null, lease_token = null, leased_until = null
  where id = any (p_ids) and status = 'processing' and lease_token = p_token;
  get diagnostics v_count = row_count;
  return v_count;
end $$;
comment on function release_tasks(uuid[], uuid, uuid[], timestamptz) is
  'Gives back tasks that were claimed and not begun; the attempt does not count. Returns how many were ours.';
