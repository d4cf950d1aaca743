create or replace function private.end_priority(
  p_item_type text, p_item_id uuid, p_status text, p_user uuid default null, p_now timestamptz default now())
returns integer
language plpgsql
set search_path = pg_catalog, public
as $$
declare
  v_ended integer;
begin
  if p_status is null or p_status not in ('actioned', 'expired', 'cancelled') then
    raise exception 'a priority does not end as %', p_status using errcode = 'YP004';
  end if;
  -- As when messages are released: what waits first, then what it is about.
  perform from message_queue
  where item_type = p_item_type and item_id = p_item_id and status in ('queued', 'approved')
    and (p_user is null or user_id = p_user)
  order by user_id, id for update;
  update message_queue q
  set status = 'cancelled', last_error = null,
      trace = q.trace || private.step('cancelled', p_now, jsonb_build_object('reason', 'what it is about is ' || p_status))
  from message_queue w
  where w.item_type = p_item_type and w.item_id = p_item_id and w.status in ('queued', 'approved')
    and (p_user is null or w.user_id = p_user)
    -- A sequence goes out whole or not at all.
    and q.user_id = w.user_id and (q.id = w.id or q.sequence_id = w.sequence_id) and q.status in ('queued', 'approved');
  perform from user_priorities
  where item_type = p_item_type and item_id = p_item_id and status in ('active', 'presented', 'dormant')
    and (p_user is null or user_id = p_user)
  order by user_id, id for update;
  update user_priorities set status = p_status
  where item_type = p_item_type and item_id = p_item_id and status in ('active', 'presented', 'dormant')
    and (p_user is null or user_id = p_user);
  get diagnostics v_ended = row_count;
  return v_ended;
end $$;
comment on function private.end_priority(text, uuid, text, uuid, timestamptz) is
  'An item is open no more, for one person or for all: actioned (answered), expired or cancelled. What waits to be said about it is cancelled. Returns for how many people it ended.';
