create or replace function private.re_engage_at(p_user uuid, p_at timestamptz, p_context jsonb, p_now timestamptz)
returns void
language plpgsql
set search_path = pg_catalog, public
as $$
begin
  -- The newest counts: whatever was to be looked at before is looked at then.
  update agent_tasks
  set status = 'cancelled', completed_at = p_now, result_json = '{"cancelled": "a newer one has taken its place"}'
  where user_id = p_user and task_type = 're_engagement_check' and status = 'pending';
  insert into agent_tasks (task_type, agent_type, user_id, scheduled_for, priority, context_json, created_at, created_by)
  select 're_engagement_check', u.poc_agent_type, u.id, p_at, 'low', p_context, p_now, 'account_manager'
  from users u where u.id = p_user and u.verified and u.opted_out_at is null;
end $$;
comment on function private.re_engage_at(uuid, timestamptz, jsonb, timestamptz) is
  'A member may be brought back at a moment, if they stay silent until then: in place of any other moment.';
