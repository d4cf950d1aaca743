create or replace function private.is_open_request(p_status text, p_expires_at timestamptz, p_now timestamptz)
returns boolean
language sql immutable parallel safe
return p_status in ('open', 'responses_received', 'dormant') and p_expires_at > p_now;
comment on function private.is_open_request(text, timestamptz, timestamptz) is
  'Whether a community request can still be answered, passed or attached to.';

create or replace function private.lock_community_request(p_request_id uuid)
returns community_requests
language plpgsql
set search_path = pg_catalog, public
as $$
declare
  v_request community_requests;
begin
  select * into v_request from community_requests where id = p_request_id for no key update;
  if not found then
    raise exception 'there is no community request %', p_request_id using errcode = 'YP002';
  end if;
  return v_request;
end $$;
comment on function private.lock_community_request(uuid) is
  'A community request, locked after the person whose transition it is. YP002: there is none.';

create or replace function private.lock_asked_request(p_user_id uuid, p_request_id uuid, p_now timestamptz)
returns community_requests
language plpgsql
set search_path = pg_catalog, public
as $$
declare
  v_request community_requests := private.lock_community_request(p_request_id);
begin
  if not exists (select from community_targets where request_id = p_request_id and user_id = p_user_id) then
    raise exception 'user % was not asked community request %', p_user_id, p_request_id using errcode = 'YP002';
  end if;
  if not private.is_open_request(v_request.status, v_request.expires_at, p_now) then
    raise exception 'community request % is not open any more', p_request_id using errcode = 'YP002';
  end if;
  return v_request;
end $$;
comment on function private.lock_asked_request(uuid, uuid, timestamptz) is
  'The same for somebody who was asked. YP002: they were not, or it is not open any more.';

create or replace function private.add_community_task(
  p_type text, p_user_id uuid, p_request_id uuid, p_context jsonb, p_at timestamptz, p_priority text, p_now timestamptz)
returns void
language sql
set search_path = pg_catalog, public
as $$
  insert into agent_tasks (task_type, agent_type, user_id, context_id, context_type, scheduled_for, priority,
                           context_json, created_at, created_by)
  values (p_type, 'agent_of_humans', p_user_id, p_request_id, 'community_request', p_at, p_priority,
          p_context || jsonb_build_object('request_id', p_request_id), p_now, 'agent_of_humans')
$$;
comment on function private.add_community_task(text, uuid, uuid, jsonb, timestamptz, text, timestamptz) is
  'A task of the flow of a community request.';
