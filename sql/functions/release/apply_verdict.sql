create or replace function private.apply_verdict(
  p_user users, p_conversation_id uuid, p_verdict jsonb, p_day date, p_day_end timestamptz, p_now timestamptz)
returns text
language plpgsql
set search_path = pg_catalog, public
as $$
declare
  v_verdict jsonb := p_verdict;
  v_ids uuid[] := array(select (i ->> 'id')::uuid from jsonb_array_elements(p_verdict -> 'items') i);
  v_over jsonb;
begin
  -- What another statement has finished meanwhile is left alone, and with it the rest of its sequence.
  if (select count(*) from (select from message_queue
      where id = any (v_ids) and user_id = p_user.id and status in ('queued', 'approved') for update) waiting)
     <> cardinality(v_ids) then
    return 'gone';
  end if;
  if v_verdict ->> 'action' = 'release' then
    v_over := private.reserve_budget(p_user.id, p_day, p_day_end, (p_verdict ->> 'within_budget')::boolean, p_now);
    if v_over is not null then
      v_verdict := v_over || '{"action": "hold"}';
    end if;
  end if;
  case v_verdict ->> 'action'
    when 'release' then
      perform private.release_message(p_user, p_conversation_id, v_verdict, p_day, p_now);
    when 'hold' then
      update message_queue
      set scheduled_for = (v_verdict ->> 'until')::timestamptz, attempts = 0,
          status = case when (v_verdict ->> 'approved')::boolean then 'approved' else 'queued' end,
          -- Held again for the same reason: one entry, with the newest moment.
          trace = case when trace -> -1 ->> 'step' = 'held' and trace -> -1 ->> 'reason' = v_verdict ->> 'reason'
                       then trace - -1 else trace end
            || private.step('held', p_now, jsonb_build_object(
                 'reason', v_verdict -> 'reason', 'until', v_verdict -> 'until'))
      where id = any (v_ids)
        -- Beside parts of a sequence that are due, others wait for a moment of their own.
        and (not coalesce((v_verdict ->> 'approved')::boolean, false) or scheduled_for <= p_now);
    when 'supersede' then
      update message_queue
      set status = 'superseded', superseded_reason = left(v_verdict ->> 'reason', 100), attempts = 0,
          trace = trace || private.step('superseded', p_now, jsonb_build_object('reason', v_verdict -> 'reason'))
      where id = any (v_ids);
      if (v_verdict ->> 'reformulate')::boolean then
        perform private.reformulate_message(v_ids[1], v_verdict ->> 'reason', p_now);
      end if;
    when 'cancel' then
      update message_queue
      set status = 'cancelled',
          last_error = case when (v_verdict ->> 'error')::boolean then v_verdict ->> 'reason' end,
          trace = trace || private.step('cancelled', p_now, jsonb_build_object('reason', v_verdict -> 'reason'))
      where id = any (v_ids);
    when 'fail' then
      -- The attempt stays counted: after the last one the rules cancel it.
      update message_queue
      set scheduled_for = p_now + private.backoff(attempts), last_error = v_verdict ->> 'reason',
          trace = trace || private.step('failed', p_now, jsonb_build_object(
            'error', v_verdict -> 'reason', 'attempt', attempts))
      where id = any (v_ids);
    else
      raise exception 'unknown verdict %', v_verdict ->> 'action' using errcode = 'YP004';
  end case;
  return v_verdict ->> 'action';
end $$;
comment on function private.apply_verdict(users, uuid, jsonb, date, timestamptz, timestamptz) is
  'Applies one verdict to a message or sequence that still waits; a release that no longer fits the budget is held. Returns what was done. The caller holds the user''s row.';
