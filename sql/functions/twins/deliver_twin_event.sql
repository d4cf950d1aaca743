create or replace function deliver_twin_event(
  p_event_id uuid, p_token uuid, p_message_data jsonb, p_now timestamptz default now())
returns integer
language plpgsql
set search_path = pg_catalog, public
as $$
declare
  v_event twin_events;
  v_people integer;
begin
  select * into v_event from twin_events
  where id = p_event_id and lease_token = p_token and processed = false and closed is null for update;
  if not found then
    raise exception 'the twin event is no longer ours' using errcode = 'YP001';
  end if;
  perform private.queue_message(
    u.id,
    (select c.id from conversations c where c.user_id = u.id and c.status in ('active', 'paused')
     order by c.created_at desc limit 1),
    jsonb_build_object('agent_id', u.poc_agent_type, 'message_data', p_message_data,
      'priority', v_event.priority, 'item_type', 'twin_event', 'item_id', v_event.id,
      -- Nobody asked for it, so its priority alone makes it no part of what they talk about.
      'requires_fresh_context', true),
    p_now)
  from user_profiles p join users u on u.id = p.user_id
  where p.org_id = v_event.org_id and p.role = coalesce(v_event.target_role, p.role)
    and p.id <> v_event.source_user_id and u.verified and u.opted_out_at is null
  order by u.id;
  get diagnostics v_people = row_count;
  update twin_events
  set processed = true, processed_at = p_now, lease_token = null, leased_until = null,
      last_error = case when v_people = 0 then 'nobody of that role can be texted' end
  where id = p_event_id;
  return v_people;
end $$;
comment on function deliver_twin_event(uuid, uuid, jsonb, timestamptz) is
  'Queues a message about the event for every member of its role but its source, and settles it, in one transaction. Returns how many; none is settled too, and says so in last_error.';
