create or replace function private.cancel_community_request(p_user_id uuid, p_request_id uuid, p_now timestamptz)
returns text
language plpgsql
set search_path = pg_catalog, public
as $$
declare
  v_request community_requests := private.lock_community_request(p_request_id);
begin
  if not exists (select from community_request_askers where request_id = p_request_id and user_id = p_user_id) then
    raise exception 'community request % is not a question of user %', p_request_id, p_user_id using errcode = 'YP002';
  end if;
  if v_request.status not in ('open', 'responses_received', 'dormant') then
    raise exception 'community request % is %', p_request_id, v_request.status using errcode = 'YP002';
  end if;
  update agent_tasks set status = 'cancelled', completed_at = p_now, result_json = '{"cancelled": "the question was withdrawn"}'
  where context_type = 'community_request' and context_id = p_request_id and user_id = p_user_id and status = 'pending'
    and task_type = 'community_response_available';
  if private.withdraw_asker(p_request_id, p_user_id) then
    return 'withdrawn';
  end if;
  update community_requests set status = 'cancelled' where id = p_request_id;
  perform private.end_community_request(p_request_id, 'cancelled', p_now);
  return 'cancelled';
end $$;
comment on function private.cancel_community_request(uuid, uuid, timestamptz) is
  'An asker takes their question back: withdrawn while others ask it too, else cancelled, with what waits for the experts. YP002: not theirs, or over.';

create or replace function private.asker_label(p_user users)
returns text
language sql immutable
set search_path = pg_catalog
as $$
  select nullif(concat_ws(' ', p_user.first_name, p_user.last_name), '')
    || coalesce(' (' || nullif(concat_ws(', ', p_user.title, p_user.company), '') || ')', '')
$$;
comment on function private.asker_label(users) is
  'Who asks, as those who are asked see it: they have consented to that by asking. Null: nobody knows their name.';

create or replace function private.withdraw_asker(p_request_id uuid, p_user_id uuid)
returns boolean
language plpgsql
set search_path = pg_catalog, public
as $$
declare
  v_next community_request_askers;
  v_asker users;
begin
  select * into v_next from community_request_askers
  where request_id = p_request_id and user_id <> p_user_id order by created_at, user_id limit 1;
  if not found then
    return false;
  end if;
  delete from community_request_askers where request_id = p_request_id and user_id = p_user_id;
  -- Whoever asks it now asks it in their own words, also where it waits to be put to somebody.
  update community_requests
  set requesting_user_id = v_next.user_id, question = v_next.question, requester_context = null, request_summary = null
  where id = p_request_id and requesting_user_id = p_user_id;
  if found then
    select * into v_asker from users where id = v_next.user_id;
    update message_queue
    set message_data = message_data - '{asker, context}'::text[] || jsonb_strip_nulls(jsonb_build_object(
      'text', v_next.question, 'asker', private.asker_label(v_asker),
      'others', (select count(*) - 1 from community_request_askers where request_id = p_request_id)))
    where item_type = 'community_request' and item_id = p_request_id and status in ('queued', 'approved')
      and message_data ->> 'kind' = 'community_request';
    update user_priorities
    set item_summary = v_next.question, item_context = null,
        item_primary_name = nullif(concat_ws(' ', v_asker.first_name, v_asker.last_name), '')
    where item_type = 'community_request' and item_id = p_request_id;
  end if;
  return true;
end $$;
comment on function private.withdraw_asker(uuid, uuid) is
  'One asker less; the next of them takes over. False: there is nobody else.';

create or replace function private.end_community_request(p_request_id uuid, p_status text, p_now timestamptz)
returns void
language plpgsql
set search_path = pg_catalog, public
as $$
begin
  perform private.end_priority('community_request', p_request_id, p_status, null, p_now);
  update agent_tasks
  set status = 'cancelled', completed_at = p_now, result_json = '{"cancelled": "the question is not open any more"}'
  where context_type = 'community_request' and context_id = p_request_id and status = 'pending'
    and task_type in ('community_request_available', 'process_community_request');
end $$;
comment on function private.end_community_request(uuid, text, timestamptz) is
  'A question that is over leaves the experts'' lists, with what waits to be said or done about it; answers that were given are still scored and told.';
