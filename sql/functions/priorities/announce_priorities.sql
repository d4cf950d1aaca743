create or replace function private.announce_priorities(p_users uuid[], p_now timestamptz)
returns void
language plpgsql
set search_path = pg_catalog, public
as $$
declare
  v_announced integer;
begin
  with best as (
    select distinct on (p.user_id) p.user_id, p.id, p.value_score
    from user_priorities p
    where p.user_id = any (p_users) and p.status = 'active' and p.value_score > 80
      and (p.expires_at is null or p.expires_at > p_now) and (p.put_off_until is null or p.put_off_until <= p_now)
    order by p.user_id, p.priority_rank),
  announced as (
    update user_priorities p set announced_score = b.value_score
    from best b
    where p.id = b.id and (p.announced_score is null or p.announced_score < 90 and b.value_score >= 90)
    returning p.user_id, p.id, p.value_score)
  -- Keys without digits: a run of them might be somebody's number.
  select count(*) into v_announced from announced a, lateral publish_event(
    'priority.update', jsonb_build_object('priority_id', a.id), 'account_manager',
    translate(md5(a.id || case when a.value_score >= 90 then ':now' else ':morning' end), '0123456789', 'ghijklmnop'),
    'user', a.user_id, p_created_by => 'account_manager', p_now => p_now);
end $$;
comment on function private.announce_priorities(uuid[], timestamptz) is
  'Publishes priority.update for the best that these people have not been shown, above 80: once, and once more from 90 on.';
