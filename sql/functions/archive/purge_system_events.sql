create or replace function purge_system_events(
  p_ids uuid[], p_age interval, p_now timestamptz default now())
returns integer
language plpgsql security definer
set search_path = pg_catalog, public, pg_temp
as $$
declare
  v_entity record;
  v_deleted integer;
  v_total integer := 0;
begin
  perform private.check_retention_age(p_age);
  perform private.open_guard('retention');
  for v_entity in
    select distinct org_id, primary_entity_type as type, primary_entity_id as id
    from system_events where id = any (p_ids) order by 1, 2, 3
  loop
    -- The lock that whoever writes an event takes. A row that is there already: not processed yet.
    insert into private.loop_queue (org_id, entity_type, entity_id)
    values (v_entity.org_id, v_entity.type, v_entity.id) on conflict do nothing;
    continue when not found;
    -- All of an entity's events or none: without the one that closed it, a loop would open again.
    if not exists (
         select from system_events e
         where e.org_id = v_entity.org_id and e.primary_entity_type = v_entity.type
           and e.primary_entity_id = v_entity.id
           and (e.created_at >= p_now - p_age or e.id <> all (p_ids)
                or exists (select from private.outbox o where o.event_id = e.id)))
       and not exists (
         select from open_loops l
         where l.org_id = v_entity.org_id and l.entity_type = v_entity.type
           and l.entity_id = v_entity.id and l.status = 'active') then
      delete from system_events e
      where e.org_id = v_entity.org_id and e.primary_entity_type = v_entity.type
        and e.primary_entity_id = v_entity.id;
      get diagnostics v_deleted = row_count;
      v_total := v_total + v_deleted;
      delete from open_loops l
      where l.org_id = v_entity.org_id and l.entity_type = v_entity.type and l.entity_id = v_entity.id;
    end if;
    delete from private.loop_queue q
    where q.org_id = v_entity.org_id and q.entity_type = v_entity.type and q.entity_id = v_entity.id;
  end loop;
  perform private.close_guard();
  return v_total;
end $$;
comment on function purge_system_events(uuid[], interval, timestamptz) is
  'Retention: of these events, deletes those of entities whose every event is given, recorded longer ago than p_age (30 days at least), published and worked into loops none of which is active. Says how many.';
