create or replace function publish_twin_event(
  p_org_id uuid, p_source_user_id uuid, p_target_role text, p_event_type text,
  p_payload jsonb default '{}', p_priority text default 'medium', p_expires_at timestamptz default null,
  p_id uuid default gen_random_uuid(), p_now timestamptz default now())
returns table (id uuid, created boolean, conflict boolean)
language plpgsql security definer
set search_path = pg_catalog, public, pg_temp
as $$
#variable_conflict use_column
declare
  v_role text;
begin
  select p.role into v_role from user_profiles p where p.id = p_source_user_id and p.org_id = p_org_id;
  if not found then
    raise exception 'source_user_id is no profile of this organisation' using errcode = 'YP004';
  end if;
  insert into twin_events (id, org_id, source_user_id, source_role, target_role, event_type, payload,
    priority, created_at, available_at, expires_at)
  values (p_id, p_org_id, p_source_user_id, v_role, p_target_role, p_event_type, p_payload, p_priority,
    p_now, p_now, coalesce(p_expires_at, p_now + interval '7 days'))
  on conflict (id) do nothing;
  if found then
    return query select p_id, true, false;
  else
    return query
      select p_id, false,
             (e.org_id, e.source_user_id, e.target_role, e.event_type, e.payload, e.priority)
               is distinct from
               (p_org_id, p_source_user_id, p_target_role, p_event_type, p_payload, p_priority)
             or e.expires_at is distinct from coalesce(p_expires_at, e.expires_at)
      from twin_events e where e.id = p_id;
  end if;
end $$;
comment on function publish_twin_event(uuid, uuid, text, text, jsonb, text, timestamptz, uuid, timestamptz) is
  'Hands an event from a profile''s twin to those of a role in its organisation; target_role null: to every role. The same id again changes nothing; with other contents it is a conflict. Expires after 7 days unless told otherwise.';
