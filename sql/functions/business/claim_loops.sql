create or replace function claim_loops(
  p_limit integer, p_token uuid, p_lease interval default '30 seconds', p_now timestamptz default now())
returns table (org_id uuid, entity_type text, entity_id uuid, version bigint, events text)
language plpgsql
set search_path = pg_catalog, public
set plan_cache_mode = force_custom_plan
as $$
#variable_conflict use_column
declare
  v_most constant bigint := private.most_folded_events();
  v_claimed private.loop_queue[];
begin
  with due as (
    select q.* from private.loop_queue q
    where q.available_at <= p_now
    order by q.available_at limit p_limit
    for update skip locked),
  sized as (
    select d.org_id, d.entity_type, d.entity_id,
           sum(e.events) over (order by d.available_at, d.org_id, d.entity_type, d.entity_id) - e.events as before
    from due d cross join lateral (
      select count(*) as events from (
        select from system_events e
        where e.primary_entity_type = d.entity_type and e.primary_entity_id = d.entity_id and e.org_id = d.org_id
        limit v_most) counted) e),
  claimed as (
    update private.loop_queue q
    set attempts = q.attempts + 1, lease_token = p_token, leased_until = p_now + p_lease,
        available_at = p_now + p_lease
    from sized s
    where (q.org_id, q.entity_type, q.entity_id) = (s.org_id, s.entity_type, s.entity_id) and s.before < v_most / 10
    returning q)
  select array_agg(c.q) into v_claimed from claimed c;
  -- A statement of its own: an event that came while the rows were being locked counts in their
  -- version, but the snapshot of the statement that locked them does not have it.
  return query
    select q.org_id, q.entity_type, q.entity_id, q.version, (
      select case when count(*) <= v_most
                  then coalesce(json_agg(private.loop_event(event) order by (event).occurred_at,
                    private.system_event_rank((event).event_type), (event).id), '[]')::text end
      from (
        select e as event from system_events e
        where e.primary_entity_type = q.entity_type and e.primary_entity_id = q.entity_id and e.org_id = q.org_id
        limit v_most + 1) few)
    from unnest(v_claimed) q;
end $$;
comment on function claim_loops(integer, uuid, interval, timestamptz) is
  'Leases entities whose loops are due to be worked out anew, with all their events in order, as many entities as are quickly folded; events is null where there are too many. An expired lease is due again.';
