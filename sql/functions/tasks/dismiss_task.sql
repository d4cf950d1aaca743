create or replace function dismiss_task(p_task_id uuid, p_now timestamptz default now())
returns boolean
language sql
set search_path = pg_catalog, public
as $$
  with dismissed as (
    update agent_tasks set status = 'cancelled', completed_at = p_now
    where id = p_task_id and status = 'failed' returning id)
  select exists (select from dismissed)
$$;
comment on function dismiss_task(uuid, timestamptz) is
  'A dead task is left undone, its error kept. False: it is not dead, or there is none.';
