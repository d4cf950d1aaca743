create or replace function cancel_task(p_task_id uuid, p_reason text, p_now timestamptz default now())
returns boolean
language plpgsql
set search_path = pg_catalog, public
as $$
begin
  -- One that runs loses its lease: what it decided is dropped when it settles.
  update agent_tasks
  set status = 'cancelled', error_log = p_reason, completed_at = p_now, lease_token = null, leased_until = null
  where id = p_task_id and status in ('pending', 'processing');
  return found;
end $$;
comment on function cancel_task(uuid, text, timestamptz) is
  'Calls a task off, also while it runs: it will have no effect. False: it was finished already, or there is none.';
