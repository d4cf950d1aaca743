create or replace function fail_task(
  p_task_id uuid, p_token uuid, p_attempt integer, p_error text, p_retryable boolean default true,
  p_now timestamptz default now())
returns text
language plpgsql
set search_path = pg_catalog, public
as $$
declare
  v_task agent_tasks;
begin
  select * into v_task from agent_tasks
  where id = p_task_id and status = 'processing' and lease_token = p_token and attempts = p_attempt for update;
  if not found then
    return 'lost';
  end if;
  if not p_retryable or v_task.attempts > v_task.max_retries then
    update agent_tasks
    set status = 'failed', completed_at = p_now, error_log = p_error, lease_token = null, leased_until = null
    where id = p_task_id;
    return 'dead';
  end if;
  update agent_tasks
  set status = 'pending', retry_count = v_task.attempts, error_log = p_error, lease_token = null,
      leased_until = null, available_at = p_now + private.backoff(v_task.attempts)
  where id = p_task_id;
  return 'retried';
end $$;
comment on function fail_task(uuid, uuid, integer, text, boolean, timestamptz) is
  'A handler failed: back to waiting with backoff, max_retries times, then dead with its error. Returns retried, dead or lost.';
