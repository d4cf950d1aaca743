create or replace function erase_system_events(p_ids uuid[], p_now timestamptz default now())
returns integer
language plpgsql security definer
set search_path = pg_catalog, public, pg_temp
as $$
declare
  v_erased integer;
begin
  -- As whoever writes an event does: loops are worked out anew, from what the log says now.
  insert into private.loop_queue as q (org_id, entity_type, entity_id, changed_at, available_at)
  select distinct org_id, primary_entity_type, primary_entity_id, p_now, p_now
  from system_events where id = any (p_ids) and not private.is_tombstone(payload)
  order by 1, 2, 3
  on conflict on constraint loop_queue_pkey
    do update set version = q.version + 1, changed_at = excluded.changed_at;
  perform private.open_guard('erasure');
  update system_events set payload = private.tombstone(p_now)
  where id = any (p_ids) and not private.is_tombstone(payload);
  get diagnostics v_erased = row_count;
  perform private.close_guard();
  return v_erased;
end $$;
comment on function erase_system_events(uuid[], timestamptz) is
  'Erasure: these events'' payloads become {"erased": true, "erased_at": ...}; all other facts stay, and their entities'' loops are worked out anew. Returns how many were erased now.';
