create or replace function private.begin_reviews(p_now timestamptz default now())
returns boolean
language plpgsql
set search_path = pg_catalog, public
as $$
begin
  insert into private.sweeps (name, finished_at) values ('account_manager_review', '-infinity') on conflict do nothing;
  update private.sweeps set finished_at = p_now, every = interval '10 minutes'
  where name = 'account_manager_review' and finished_at <= p_now - interval '10 minutes';
  if not found then
    return false;
  end if;
  return private.continue_reviews(p_now);
end $$;
comment on function private.begin_reviews(timestamptz) is
  'Every ten minutes, by whoever works tasks off: the task that reviews whoever is due, if somebody is. False: not now.';

create or replace function private.continue_reviews(p_now timestamptz)
returns boolean
language plpgsql
set search_path = pg_catalog, public
as $$
begin
  if not exists (select from private.reviewable(p_now)) then
    return false;
  end if;
  insert into agent_tasks (task_type, agent_type, scheduled_for, priority, context_json, created_at, created_by)
  values ('account_manager_review', 'account_manager', p_now, 'low', '{}', p_now, 'account_manager')
  on conflict do nothing;
  return found;
end $$;
comment on function private.continue_reviews(timestamptz) is
  'The task that reviews the next people who are due, unless it waits already, or nobody is.';

create or replace function private.due_reviews(p_limit integer, p_now timestamptz)
returns uuid[]
language plpgsql stable
set search_path = pg_catalog, public
as $$
begin
  return array(select user_id from private.reviewable(p_now) order by reviewed_at nulls first, user_id limit p_limit);
end $$;
comment on function private.due_reviews(integer, timestamptz) is
  'Who is to be reviewed, the longest waiting first: members active in the last 30 days, each every 6 hours.';

create or replace function private.reviewable(p_now timestamptz)
returns table (user_id uuid, reviewed_at timestamptz)
language sql stable
set search_path = pg_catalog, public
as $$
  select u.id, r.reviewed_at from users u
  left join private.priority_reviews r on r.user_id = u.id
  where u.verified and u.opted_out_at is null and u.last_active_at > p_now - interval '30 days'
    and (r.reviewed_at is null or r.reviewed_at <= p_now - interval '6 hours')
$$;
comment on function private.reviewable(timestamptz) is 'Members active in the last 30 days whose review is 6 hours old, or has not been.';
