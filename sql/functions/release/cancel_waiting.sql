create or replace function private.cancel_waiting(p_user_id uuid, p_id uuid, p_now timestamptz)
returns void
language plpgsql
set search_path = pg_catalog, public
as $$
declare
  v_found boolean;
  v_sequence uuid;
begin
  update message_queue
  set status = 'cancelled', last_error = null,
      trace = trace || private.step('cancelled', p_now, '{"reason": "they asked for it"}')
  where id = p_id and user_id = p_user_id and status in ('queued', 'approved')
  returning sequence_id into v_sequence;
  v_found := found;
  if v_sequence is not null then
    -- A sequence goes out whole, so it is cancelled whole.
    update message_queue
    set status = 'cancelled', last_error = null,
        trace = trace || private.step('cancelled', p_now, '{"reason": "they asked for it"}')
    where user_id = p_user_id and sequence_id = v_sequence and status in ('queued', 'approved');
  end if;
  if not v_found then
    update agent_tasks
    set status = 'cancelled', completed_at = p_now, result_json = '{"cancelled": "they asked for it"}'
    where id = p_id and user_id = p_user_id and task_type = 'schedule_followup' and status = 'pending';
    if not found then
      raise exception 'nothing waits as %', p_id using errcode = 'YP002';
    end if;
  end if;
end $$;
comment on function private.cancel_waiting(uuid, uuid, timestamptz) is
  'A person does not want something that waits: a queued message, with its sequence, or a follow-up to come. YP002 when it does not wait, or not for them.';
