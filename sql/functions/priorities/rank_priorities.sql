create or replace function private.rank_priorities(p_users uuid[])
returns void
language plpgsql
set search_path = pg_catalog, public
as $$
begin
  with ranked as (
    select id, status, row_number() over (
      partition by user_id order by value_score desc nulls last, created_at, id) as place
    from user_priorities
    where user_id = any (p_users) and status in ('active', 'presented')),
  dropped as (
    delete from user_priorities p using ranked r
    where r.id = p.id and r.place > 10 and r.status = 'active')
  update user_priorities p set priority_rank = r.place
  from ranked r
  where r.id = p.id and p.priority_rank <> r.place and (r.place <= 10 or r.status = 'presented');
end $$;
comment on function private.rank_priorities(uuid[]) is
  'The caller has locked their priorities. Ranks what matters to these people by score. Ten are kept, and beyond them only what somebody has been shown.';
