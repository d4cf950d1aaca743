create or replace function record_system_events(
  p_org_id uuid, p_events jsonb, p_now timestamptz default now())
returns table (id uuid, created boolean, conflict boolean, event jsonb)
language plpgsql security definer
set search_path = pg_catalog, public, pg_temp
-- Planned once a connection: what a plan for these values would gain is less than making it. By index
-- and one by one, since a plan made while the log was small stays in use until the next ANALYZE.
set plan_cache_mode = force_generic_plan
set enable_seqscan = off
set enable_hashjoin = off
set enable_mergejoin = off
as $$
#variable_conflict use_column
declare
  v_given system_events[];
  v_conflicts bigint[];
  v_flaw text;
  v_created uuid[] := '{}';
begin
  if exists (select from jsonb_array_elements(p_events) e where (e ->> 'org_id')::uuid <> p_org_id) then
    raise exception 'an event is of another organisation' using errcode = 'YP004';
  end if;
  -- Refused here, since the log keeps for ever what it has taken.
  select format('event %s: %s', e ->> 'id', f.flaw) into v_flaw
  from jsonb_array_elements(p_events) with ordinality as given (e, n)
  cross join lateral private.system_event_flaw(e ->> 'event_type', e -> 'payload') as f (flaw)
  where f.flaw is not null
  order by n limit 1;
  if found then
    raise exception '%', v_flaw using errcode = 'YP004';
  end if;
  select array_agg(row((e ->> 'id')::uuid, p_org_id, e ->> 'event_type',
                       (e ->> 'occurred_at')::timestamptz, (e #>> '{actor,id}')::uuid,
                       e #>> '{actor,type}', (e #>> '{primary_entity,id}')::uuid,
                       e #>> '{primary_entity,type}', e -> 'payload', p_now)::system_events order by n)
  into v_given
  from jsonb_array_elements(p_events) with ordinality as given (e, n);

  v_conflicts := private.conflicting_system_events(v_given);
  if v_conflicts is null then
    -- Entities are locked in one order before any id is, so that no two batches wait for each other;
    -- a mere retry finds all its ids, locks nothing and wakes nobody.
    insert into private.loop_queue as q (org_id, entity_type, entity_id, changed_at, available_at)
    select distinct g.org_id, g.primary_entity_type, g.primary_entity_id, p_now, p_now
    from unnest(v_given) g
    where (select true from system_events s where s.id = g.id) is null
    order by 1, 2, 3
    on conflict on constraint loop_queue_pkey
      do update set version = q.version + 1, changed_at = excluded.changed_at;
    if found then
      with written as (
        insert into system_events select * from unnest(v_given) on conflict (id) do nothing
        returning system_events.id)
      select coalesce(array_agg(w.id), '{}') into v_created from written w;
      -- Somebody else wrote one of these ids, about another entity, since we looked.
      if cardinality(v_created) < cardinality(v_given)
         and private.conflicting_system_events(v_given) is not null then
        raise exception 'an id was taken meanwhile: come again' using errcode = 'serialization_failure';
      end if;
    end if;
  end if;

  return query
    select g.id, g.id = any (v_created) and g.n = min(g.n) over (partition by g.id),
           g.n = any (coalesce(v_conflicts, '{}')),
           case when s.org_id = p_org_id then private.system_event_document(s) end
    from unnest(v_given) with ordinality as g (id, org_id, event_type, occurred_at, actor_id,
      actor_type, primary_entity_id, primary_entity_type, payload, created_at, n)
    left join lateral (select * from system_events where system_events.id = g.id offset 0) s on true
    order by g.n;
end $$;
comment on function record_system_events(uuid, jsonb, timestamptz) is
  'Writes an organisation''s events, each once by its id, in the order given. One row per event, in that order: created or already there, with the event as stored. If any id stands for another fact already (conflict), nothing is written, and of another organisation''s event nothing is shown. YP004: one is of another organisation, or its payload could not be read again.';
