create or replace function private.store_loops(p_entities jsonb, p_now timestamptz)
returns void
language plpgsql
set search_path = pg_catalog, public
set plan_cache_mode = force_custom_plan
set enable_hashjoin = off
set enable_mergejoin = off
as $$
begin
  -- What events no longer make: left by a hand, or by an event that has been erased. Looked for by
  -- the whole key: without the type, the index would give all loops of the organisation.
  with absent as materialized (
    select g.org_id, t.type, g.entity_type, g.entity_id
    from jsonb_to_recordset(p_entities) as g (org_id uuid, entity_type text, entity_id uuid, loops jsonb)
    cross join unnest(array['new_lead', 'quote_needed', 'decision_pending', 'invoice_overdue', 'followup_due']) t (type)
    where not g.loops ? t.type)
  delete from open_loops o using absent a
  where (o.org_id, o.type, o.entity_type, o.entity_id) = (a.org_id, a.type, a.entity_type, a.entity_id);

  insert into open_loops as o (id, org_id, type, entity_type, entity_id, due_at, severity, suggested_action,
    status, opened_at, closed_at, created_at, updated_at)
  select l.id, g.org_id, loop.type, g.entity_type, g.entity_id, l.due_at, l.severity, l.suggested_action,
         l.status, l.opened_at, l.closed_at, p_now, p_now
  from jsonb_to_recordset(p_entities) as g (org_id uuid, entity_type text, entity_id uuid, loops jsonb)
  cross join lateral jsonb_each(g.loops) as loop (type, document)
  cross join lateral jsonb_to_record(loop.document) as l (id uuid, due_at timestamptz, severity text,
    suggested_action text, status text, opened_at timestamptz, closed_at timestamptz)
  on conflict (org_id, type, entity_type, entity_id) do update
  set id = excluded.id, due_at = excluded.due_at, severity = excluded.severity,
      suggested_action = excluded.suggested_action, status = excluded.status,
      opened_at = excluded.opened_at, closed_at = excluded.closed_at, updated_at = excluded.updated_at
  where (o.id, o.due_at, o.severity, o.suggested_action, o.status, o.opened_at, o.closed_at)
    is distinct from (excluded.id, excluded.due_at, excluded.severity, excluded.suggested_action,
                      excluded.status, excluded.opened_at, excluded.closed_at);
end $$;
comment on function private.store_loops(jsonb, timestamptz) is
  'Makes the loops of these entities those given with them, by type. The caller has locked the entities'' rows in loop_queue.';
