create or replace function publish_event(
  p_event_type text,
  p_payload jsonb,
  p_source text,
  p_request_id text,
  p_aggregate_type text default null,
  p_aggregate_id uuid default null,
  p_metadata jsonb default null,
  p_created_by text default null,
  p_event_version integer default 1,
  p_occurred_at timestamptz default null,
  p_now timestamptz default now(),
  p_lane text default 'background')
returns table (id uuid, created boolean, conflict boolean)
language plpgsql
set search_path = pg_catalog, public
as $$
#variable_conflict use_column
declare
  v_first events;
  -- Our own keys are short and made by machines; what may be an address, a number or a sentence of
  -- somebody's is stored as a hash.
  v_request_id constant text := case
    when p_request_id ~ '^[a-z0-9_.:-]{1,64}$' and p_request_id !~ '[0-9]([_.:-]{0,4}[0-9]){6}' then p_request_id
    else private.opaque_key(p_request_id) end;
begin
  loop
    select * into v_first from events e where e.source = p_source and e.request_id = v_request_id;
    if found then
      return query
        select v_first.id, false,
               (v_first.event_type, v_first.aggregate_type, v_first.aggregate_id, v_first.event_version)
                 is distinct from (p_event_type, p_aggregate_type, p_aggregate_id, p_event_version)
               -- What was erased cannot be compared any more; its retry is still a retry.
               or v_first.payload <> p_payload and not private.is_tombstone(v_first.payload);
      return;
    end if;
    return query
      insert into events (event_type, aggregate_type, aggregate_id, payload, metadata, created_by,
                          source, request_id, event_version, occurred_at, created_at, available_at, lane)
      values (p_event_type, p_aggregate_type, p_aggregate_id, p_payload, p_metadata, p_created_by,
              p_source, v_request_id, p_event_version, coalesce(p_occurred_at, p_now), p_now, p_now, p_lane)
      on conflict (source, request_id) do nothing
      returning events.id, true, false;
    if found then
      return;
    end if;
    -- Somebody has just written it: read theirs.
  end loop;
end $$;
comment on function publish_event(text, jsonb, text, text, text, uuid, jsonb, text, integer, timestamptz, timestamptz, text) is
  'Writes an event once per (source, request_id). Again: the first one''s id, and conflict if that one says something else. A request_id that may hold somebody''s words is stored as private.opaque_key.';
