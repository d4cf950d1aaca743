create or replace function restore_loops(p_entities jsonb, p_now timestamptz default now())
returns integer
language plpgsql
set search_path = pg_catalog, public
set plan_cache_mode = force_custom_plan
set enable_hashjoin = off
set enable_mergejoin = off
as $$
declare
  v_current jsonb;
begin
  -- Their events wait from here to the commit, and no worker that has claimed them can settle them.
  insert into private.loop_queue as q (org_id, entity_type, entity_id, changed_at, available_at)
  select g.org_id, g.entity_type, g.entity_id, p_now, p_now
  from jsonb_to_recordset(p_entities) as g (org_id uuid, entity_type text, entity_id uuid)
  order by 1, 2, 3
  on conflict on constraint loop_queue_pkey do update
  set version = q.version + 1, lease_token = null, leased_until = null, available_at = excluded.available_at;
  -- Events are only ever added and erased: with as many of both as were read, they are those.
  select coalesce(jsonb_agg(g.document), '[]') into v_current
  from jsonb_array_elements(p_entities) as g (document)
  where (g.document ->> 'events')::bigint = (
    select count(*) + count(*) filter (where private.is_tombstone(e.payload)) from system_events e
    where e.primary_entity_type = g.document ->> 'entity_type'
      and e.primary_entity_id = (g.document ->> 'entity_id')::uuid and e.org_id = (g.document ->> 'org_id')::uuid);
  perform private.store_loops(v_current, p_now);
  delete from private.loop_queue q
  using jsonb_to_recordset(v_current) as g (org_id uuid, entity_type text, entity_id uuid)
  where (q.org_id, q.entity_type, q.entity_id) = (g.org_id, g.entity_type, g.entity_id);
  return jsonb_array_length(v_current);
end $$;
comment on function restore_loops(jsonb, timestamptz) is
  'Stores what a rebuild has read, of entities that have as many events as it saw; the others are left to event_processor. Returns how many were stored.';
