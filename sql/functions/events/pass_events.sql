create or replace function pass_events(
  p_event_ids uuid[], p_token uuid, p_handled text[], p_now timestamptz default now())
returns integer
language plpgsql
set search_path = pg_catalog, public
set plan_cache_mode = force_custom_plan
as $$
declare
  v_count integer;
begin
  update events set processed = true, processed_at = p_now
  where id in (
    select behind.id
    from events head cross join lateral (
      select e.id, bool_or(e.event_type = any (p_handled)) over (order by e.seq) as waits
      from (
        select e.id, e.event_type, e.seq from events e
        where coalesce(e.aggregate_id, e.id) = coalesce(head.aggregate_id, head.id)
          and e.lane = 'background' and not e.processed and (e.available_at <= p_now or e.id = head.id)
        order by e.seq limit 200) e) behind
    where head.id = any (p_event_ids) and head.lease_token = p_token and not head.processed
      and not behind.waits);
  get diagnostics v_count = row_count;
  return v_count;
end $$;
comment on function pass_events(uuid[], uuid, text[], timestamptz) is
  'Marks claimed events processed that nothing reacts to, and up to 200 due behind each in its aggregate, until one of a type that is handled: whoever has the first has the aggregate. Those whose lease was lost stay as they are. Returns how many were marked.';
