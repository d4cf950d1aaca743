create or replace function private.review_soon(p_user uuid, p_now timestamptz default now())
returns void
language plpgsql
set search_path = pg_catalog, public
as $$
begin
  insert into agent_tasks (task_type, agent_type, user_id, scheduled_for, priority, context_json, created_at, created_by)
  select 'account_manager_review', 'account_manager', u.id, p_now, 'high', '{}', p_now, 'account_manager'
  from users u where u.id = p_user and u.verified and u.opted_out_at is null
  on conflict do nothing;
end $$;
comment on function private.review_soon(uuid, timestamptz) is
  'Something has happened that may matter to a member: what matters to them is scored at once, by the task account_manager_review. Called with each event of an introduction, a connection or a question of theirs.';
