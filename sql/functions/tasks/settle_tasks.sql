create or replace function settle_tasks(
  p_ids uuid[], p_attempts integer[], p_results jsonb[], p_token uuid, p_lanes uuid[] default '{}',
  p_now timestamptz default now())
returns integer
language plpgsql
set search_path = pg_catalog, public
set plan_cache_mode = force_custom_plan
set enable_hashjoin = off
set enable_mergejoin = off
as $$
declare
  v_settled integer;
begin
  -- The people first, as in a claim: one that comes after the lease ran out wants both too.
  perform private.free_lanes('tasks', p_lanes, p_token);
  -- Found one by one by primary key: statistics say that hardly a row is being processed, and by
  -- them the planner would rather read the table.
  with ours as materialized (
    select d.result, (
      select t.ctid from agent_tasks t
      where t.id = d.id and t.status = 'processing' and t.lease_token = p_token and t.attempts = d.attempt) as at
    from unnest(p_ids, p_attempts, p_results) as d (id, attempt, result)),
  settled as (
    update agent_tasks t
    set status = 'completed', completed_at = p_now, result_json = ours.result, lease_token = null,
        leased_until = null
    from ours
    where t.ctid = ours.at  -- who changed it meanwhile has moved it
    returning 1)
  select count(*) into v_settled from settled;
  return v_settled;
end $$;
comment on function settle_tasks(uuid[], integer[], jsonb[], uuid, uuid[], timestamptz) is
  'Finishes tasks that changed nothing else, in a batch, and frees the people who have nothing left in it. Returns how many were still ours.';
