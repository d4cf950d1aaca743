create or replace function settle_loops(p_token uuid, p_entities jsonb, p_now timestamptz default now())
returns integer
language plpgsql
set search_path = pg_catalog, public
set plan_cache_mode = force_custom_plan
set enable_hashjoin = off
set enable_mergejoin = off
as $$
declare
  v_ours jsonb;
  v_done jsonb;
begin
  -- Locked one by one in the order of their keys, as by those who write events.
  select coalesce(jsonb_agg(g.document), '[]'),
         coalesce(jsonb_agg(g.document) filter (where not g.document ? 'error'), '[]')
  into v_ours, v_done
  from (
    select (e.document ->> 'org_id')::uuid as org_id, e.document ->> 'entity_type' as entity_type,
           (e.document ->> 'entity_id')::uuid as entity_id, e.document
    from jsonb_array_elements(p_entities) as e (document)
    order by 1, 2, 3) g
  cross join lateral (
    select from private.loop_queue q
    where (q.org_id, q.entity_type, q.entity_id) = (g.org_id, g.entity_type, g.entity_id)
      and q.lease_token = p_token
    for update) ours;
  perform private.store_loops(v_done, p_now);

  delete from private.loop_queue q
  using jsonb_to_recordset(v_done) as g (org_id uuid, entity_type text, entity_id uuid, version bigint)
  where (q.org_id, q.entity_type, q.entity_id, q.version) = (g.org_id, g.entity_type, g.entity_id, g.version);
  -- What is left failed, or has had an event since it was claimed: that one is due at once.
  update private.loop_queue q
  set lease_token = null, leased_until = null, last_error = g.error,
      attempts = case when g.error is null then 0 else q.attempts end,
      available_at = p_now + case when g.error is null then interval '0' else private.backoff(q.attempts) end
  from jsonb_to_recordset(v_ours) as g (org_id uuid, entity_type text, entity_id uuid, error text)
  where (q.org_id, q.entity_type, q.entity_id) = (g.org_id, g.entity_type, g.entity_id);
  return jsonb_array_length(v_done);
end $$;
comment on function settle_loops(uuid, jsonb, timestamptz) is
  'Stores what claimed entities'' events come to, as far as they are still ours; returns how many were. An entity with an error keeps its loops and is tried again later; one that has had an event since stays due.';
