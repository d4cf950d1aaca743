create or replace function private.lease_twin_events(
  p_ids uuid[], p_token uuid, p_lease interval, p_max_attempts integer, p_now timestamptz)
returns setof jsonb
language plpgsql
set search_path = pg_catalog, public
as $$
begin
  update twin_events e
  set closed = 'dead', lease_token = null, leased_until = null, last_error = coalesce(e.last_error, 'the worker died')
  where e.id = any (p_ids) and e.attempts >= p_max_attempts;
  return query
    with leased as (
      update twin_events e
      set lease_token = p_token, leased_until = p_now + p_lease, available_at = p_now + p_lease,
          attempts = e.attempts + 1
      where e.id = any (p_ids) and e.closed is null
      returning e.*)
    select jsonb_build_object(
      'id', l.id, 'org_id', l.org_id, 'source_user_id', l.source_user_id, 'source_role', l.source_role,
      'source_name', p.full_name, 'target_role', l.target_role, 'event_type', l.event_type,
      'payload', l.payload, 'priority', l.priority, 'attempts', l.attempts,
      'created_at', private.moment(l.created_at), 'expires_at', private.moment(l.expires_at))
    from leased l join user_profiles p on p.id = l.source_user_id
    order by private.priority_rank(l.priority), l.created_at, l.seq;
end $$;
comment on function private.lease_twin_events(uuid[], uuid, interval, integer, timestamptz) is
  'Leases twin events that the caller has locked, in their order; those whose workers died too often are dead.';
