-- A system event as callers write and read it. One the same shape everywhere: API, outbox, replies.
create or replace function private.system_event_document(p_event public.system_events)
returns jsonb
language sql stable
return jsonb_build_object(
  'id', p_event.id,
  'org_id', p_event.org_id,
  'event_type', p_event.event_type,
  'occurred_at', p_event.occurred_at,
  'actor', jsonb_build_object('id', p_event.actor_id, 'type', p_event.actor_type),
  'primary_entity', jsonb_build_object('id', p_event.primary_entity_id, 'type', p_event.primary_entity_type),
  'payload', p_event.payload,
  'created_at', p_event.created_at);
comment on function private.system_event_document(public.system_events) is
  'The event as the API shows it and as record_system_events takes it.';

-- With its body parsed at definition it needs no search_path, so that it is inlined.
create or replace function private.is_tombstone(p_payload jsonb)
returns boolean
language sql immutable parallel safe
return case when p_payload ? 'erased_at' and p_payload -> 'erased' = 'true'::jsonb
            then p_payload - 'erased' - 'erased_at' = '{}'::jsonb else false end;
comment on function private.is_tombstone(jsonb) is
  'Whether erasure has been here: nothing else is left. A payload of somebody''s that happens to have such fields is none.';

-- Of events given together, the positions (from 1) of those whose id stands for another fact
-- already: in the table, of whichever organisation, or earlier among the given.
create or replace function private.conflicting_system_events(p_given public.system_events[])
returns bigint[]
language plpgsql stable
set search_path = pg_catalog, public
-- By index always: a plan made while the log was small stays in use until the next ANALYZE.
set enable_seqscan = off
set enable_hashjoin = off
set enable_mergejoin = off
as $$
begin
  return (
    with given as (
      select g.*, min(g.n) over (partition by g.id) as first
      from unnest(p_given) with ordinality as g (id, org_id, event_type, occurred_at, actor_id,
        actor_type, primary_entity_id, primary_entity_type, payload, created_at, n))
    select array_agg(g.n order by g.n)
    from given g
    left join system_events s on s.id = g.id
    left join given f on s.id is null and f.n = g.first and g.first < g.n
    where coalesce(s.id, f.id) is not null
      and ((g.org_id, g.event_type, g.occurred_at, g.actor_id, g.actor_type, g.primary_entity_id,
            g.primary_entity_type)
           is distinct from
           (coalesce(s.org_id, f.org_id), coalesce(s.event_type, f.event_type),
            coalesce(s.occurred_at, f.occurred_at), coalesce(s.actor_id, f.actor_id),
            coalesce(s.actor_type, f.actor_type), coalesce(s.primary_entity_id, f.primary_entity_id),
            coalesce(s.primary_entity_type, f.primary_entity_type))
        -- What was erased cannot be compared any more; its retry is still a retry.
        or (g.payload is distinct from coalesce(s.payload, f.payload)
            and not private.is_tombstone(coalesce(s.payload, f.payload)))));
end $$;
comment on function private.conflicting_system_events(public.system_events[]) is
  'Positions of the events whose id is taken by another fact; null when there are none.';
