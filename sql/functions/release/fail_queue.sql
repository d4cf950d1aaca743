create or replace function private.fail_queue(p_user_id uuid, p_ids uuid[], p_error text, p_now timestamptz)
returns void
language plpgsql
set search_path = pg_catalog, public
as $$
begin
  update message_queue
  set last_error = p_error,
      status = case when attempts > 5 then 'cancelled' else status end,
      trace = trace || case when attempts > 5 then private.step('cancelled', p_now, jsonb_build_object(
        'reason', 'failed 5 times', 'error', p_error)) else '[]' end
  where id = any (p_ids) and user_id = p_user_id and status in ('queued', 'approved');
end $$;
comment on function private.fail_queue(uuid, uuid[], text, timestamptz) is
  'What waits for a person cannot be decided, since it cannot even be read: the error stands on the rows, the lane''s lease runs out, and after the fifth attempt they are cancelled.';
