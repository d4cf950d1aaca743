create or replace function private.announce_priorities(p_users uuid[], p_now timestamptz)
returns void
language plpgsql
set search_path = pg_catalog, public
as $$
declare
  v_top record;
begin
  for v_top in
    select distinct on (p.user_id) p.user_id, p.id, p.value_score,
           format('%s:%s', p.id, case when p.value_score >= 90 then 'now' else 'morning' end) as key
    from user_priorities p
    where p.user_id = any (p_users) and p.status = 'active' and p.value_score > 80
      and (p.expires_at is null or p.expires_at > p_now) and (p.put_off_until is null or p.put_off_until <= p_now)
    order by p.user_id, p.priority_rank
  loop
    perform publish_event(
      'priority.update', jsonb_build_object('priority_id', v_top.id), 'account_manager', v_top.key,
      'user', v_top.user_id, p_created_by => 'account_manager', p_now => p_now);
  end loop;
end $$;
comment on function private.announce_priorities(uuid[], timestamptz) is
  'Publishes priority.update for the best that these people have not been shown, above 80: once, and once more from 90 on.';
