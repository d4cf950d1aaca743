create or replace function release_messages(p_message_ids uuid[], p_token uuid, p_now timestamptz default now())
returns integer
language plpgsql
set search_path = pg_catalog, public
as $$
declare
  v_count integer;
begin
  update messages
  set status = 'queued_for_send', lease_token = null, leased_until = null, available_at = p_now,
      attempts = attempts - 1, trace = trace || private.step('released', p_now)
  where id = any (p_message_ids) and status = 'sending' and lease_token = p_token;
  get diagnostics v_count = row_count;
  return v_count;
end $$;
comment on function release_messages(uuid[], uuid, timestamptz) is
  'Gives back what was claimed and not begun; it counts as no attempt.';
