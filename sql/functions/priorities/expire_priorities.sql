create or replace function private.expire_priorities(p_users uuid[], p_now timestamptz)
returns void
language plpgsql
set search_path = pg_catalog, public
as $$
declare
  v_over record;
begin
  for v_over in
    select p.user_id, p.item_type, p.item_id,
           case when p.expires_at <= p_now or s.status = 'expired' then 'expired'
                when s.status in ('accepted', 'declined', 'completed', 'confirmed', 'introducee_declined', 'connector_declined')
                then 'actioned' else 'cancelled' end as ends_as
    from user_priorities p
    cross join lateral (
      select case p.item_type
        when 'intro_opportunity' then (select o.status from intro_opportunities o where o.id = p.item_id and o.status <> 'open')
        when 'connection_request' then (select r.status from connection_requests r where r.id = p.item_id and r.status not in ('open', 'dormant'))
        when 'intro_offer' then (
          select f.status from intro_offers f
          where f.id = p.item_id and not (f.status = 'pending_introducee_response' and f.introducee_user_id = p.user_id
                                          or f.status = 'pending_connector_confirmation' and f.offering_user_id = p.user_id))
        when 'community_request' then (
          select q.status from community_requests q where q.id = p.item_id and q.status in ('closed', 'cancelled'))
        when 'solution_update' then (select w.status from solution_workflows w where w.id = p.item_id and w.status = 'cancelled')
        when 'goal' then (
          select 'dropped' from users u
          where u.id = p.user_id and not exists (
            select from jsonb_array_elements(case when jsonb_typeof(u.goals) = 'array' then u.goals else '[]' end) g
            where private.goal_id(u.id, g ->> 'text') = p.item_id))
      end as status) s
    where p.user_id = any (p_users) and p.status in ('active', 'presented', 'dormant')
      and (p.expires_at <= p_now or s.status is not null)
    order by p.user_id, p.id
  loop
    perform private.end_priority(v_over.item_type, v_over.item_id, v_over.ends_as, v_over.user_id, p_now);
  end loop;
end $$;
comment on function private.expire_priorities(uuid[], timestamptz) is
  'Ends, for these people, what has run out or what its own row says is over.';
