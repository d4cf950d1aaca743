create or replace function claim_twin_events(
  p_org_id uuid, p_role text, p_profile_id uuid, p_limit integer, p_token uuid,
  p_lease interval default '30 seconds', p_max_attempts integer default 5, p_now timestamptz default now())
returns setof jsonb
language plpgsql
set search_path = pg_catalog, public
set plan_cache_mode = force_custom_plan
as $$
begin
  if not exists (select from user_profiles p
                 where p.id = p_profile_id and p.org_id = p_org_id and p.role = p_role) then
    raise exception 'profile_id is no profile of this role in this organisation' using errcode = 'YP004';
  end if;
  return query select private.lease_twin_events(array(
    select c.id from (
      -- Each half goes by the index in all of its order, so neither reads more than it may take.
      select * from (
        select e.id, e.priority, e.created_at, e.seq from twin_events e
        where e.org_id = p_org_id and e.target_role = p_role and e.processed = false and e.closed is null
          and not private.is_for_people(e.event_type)
          and e.available_at <= p_now and (e.expires_at is null or e.expires_at > p_now)
          and e.source_user_id <> p_profile_id
        order by e.target_role, private.priority_rank(e.priority), e.created_at, e.seq limit p_limit
        for update skip locked) to_role
      union all
      select * from (
        select e.id, e.priority, e.created_at, e.seq from twin_events e
        where e.org_id = p_org_id and e.target_role is null and e.processed = false and e.closed is null
          and not private.is_for_people(e.event_type)
          and e.available_at <= p_now and (e.expires_at is null or e.expires_at > p_now)
          and e.source_user_id <> p_profile_id
        order by e.target_role, private.priority_rank(e.priority), e.created_at, e.seq limit p_limit
        for update skip locked) to_all) c
    order by private.priority_rank(c.priority), c.created_at, c.seq limit p_limit),
    p_token, p_lease, p_max_attempts, p_now);
end $$;
comment on function claim_twin_events(uuid, text, uuid, integer, uuid, interval, integer, timestamptz) is
  'Leases what is for the twins of a profile''s role, or of every role of its organisation: by priority, then age; nothing expired, never what the profile''s own twin sent, and nothing that event_processor tells people.';
