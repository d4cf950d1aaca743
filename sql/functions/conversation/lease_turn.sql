create or replace function private.lease_turn(p_user_id uuid, p_token uuid, p_until timestamptz, p_due_by timestamptz)
returns void
language plpgsql
set search_path = pg_catalog, public
as $$
begin
  update events
  set lease_token = p_token, leased_until = p_until, available_at = p_until,
      attempts = attempts + case when lease_token is distinct from p_token then 1 else 0 end
  where aggregate_id = p_user_id and lane = 'conversation' and not processed
    and (lease_token = p_token or available_at <= p_due_by);
end $$;
comment on function private.lease_turn(uuid, uuid, timestamptz, timestamptz) is
  'Gives all that waits for an answer, and is due by a moment, to one worker. The caller holds the user''s row.';
