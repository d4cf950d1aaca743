create or replace function private.dismiss_loop(
  p_org_id uuid, p_loop_id uuid, p_actor_id uuid, p_actor_type text, p_reason text, p_now timestamptz)
returns public.open_loops
language plpgsql security definer
set search_path = pg_catalog, public, pg_temp
as $$
declare
  v_loop open_loops;
  v_id uuid;
  v_at timestamptz;
begin
  select * into v_loop from open_loops where id = p_loop_id and org_id = p_org_id;
  if v_loop.status is distinct from 'active' then
    return v_loop;
  end if;
  -- Whoever dismisses it at the same time waits here, and finds it dismissed. A worker that has read
  -- the events before this one loses them: it would show the loop open once more.
  insert into private.loop_queue as q (org_id, entity_type, entity_id, changed_at, available_at)
  values (p_org_id, v_loop.entity_type, v_loop.entity_id, p_now, p_now)
  on conflict on constraint loop_queue_pkey do update
  set version = q.version + 1, lease_token = null, leased_until = null, available_at = excluded.available_at;
  select * into v_loop from open_loops where id = p_loop_id and org_id = p_org_id;
  if v_loop.status is distinct from 'active' then
    return v_loop;
  end if;
  -- One dismissal for each time that it was open: whoever comes again writes the same event.
  v_id := encode(substr(sha256(convert_to(
    p_loop_id || '/' || extract(epoch from v_loop.opened_at), 'UTF8')), 1, 16), 'hex')::uuid;
  -- After all that is known of the entity, should that be dated in the future.
  select greatest(p_now, max(occurred_at) + interval '1 microsecond') into v_at
  from system_events e
  where e.primary_entity_type = v_loop.entity_type and e.primary_entity_id = v_loop.entity_id
    and e.org_id = p_org_id;
  perform record_system_events(p_org_id, jsonb_build_array(jsonb_build_object(
    'id', v_id, 'org_id', p_org_id, 'event_type', 'loop_dismissed', 'occurred_at', v_at,
    'actor', jsonb_build_object('id', p_actor_id, 'type', p_actor_type),
    'primary_entity', jsonb_build_object('id', v_loop.entity_id, 'type', v_loop.entity_type),
    'payload', jsonb_strip_nulls(jsonb_build_object('loop_type', v_loop.type, 'reason', p_reason)))), p_now);
  -- What the projection will come to, so that who looks again at once does not see it still open.
  update open_loops l
  set status = 'dismissed', closed_at = e.occurred_at, updated_at = p_now
  from system_events e
  where e.id = v_id and l.id = p_loop_id and l.status = 'active'
  returning l.* into v_loop;
  if not found then
    select * into v_loop from open_loops where id = p_loop_id and org_id = p_org_id;
  end if;
  return v_loop;
end $$;
comment on function private.dismiss_loop(uuid, uuid, uuid, text, text, timestamptz) is
  'Writes loop_dismissed, once for each time that the loop was open, and returns the loop as it is then; a closed one is left alone. All null if the organisation has no such loop.';
