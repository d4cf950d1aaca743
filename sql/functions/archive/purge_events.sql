create or replace function purge_events(
  p_ids uuid[], p_age interval default '90 days', p_now timestamptz default now())
returns integer
language plpgsql security definer
set search_path = pg_catalog, public, pg_temp
as $$
declare
  v_ids uuid[];
  v_deleted integer;
begin
  perform private.check_retention_age(p_age);
  select array_agg(locked.id) into v_ids
  from (select e.id from events e
        where e.id = any (p_ids) and e.processed and e.processed_at < p_now - p_age
          -- What was given up waits for a person.
          and not exists (select from event_dead_letters d where d.event_id = e.id)
        order by e.seq for update) locked;
  perform private.open_guard('retention');
  delete from events where id = any (v_ids);
  get diagnostics v_deleted = row_count;
  perform private.close_guard();
  return v_deleted;
end $$;
comment on function purge_events(uuid[], interval, timestamptz) is
  'Retention: of these events, deletes those processed longer ago than p_age (30 days at least), and says how many. What is unprocessed or in the dead letters stays.';
