create or replace function private.model_spend(p_user_id uuid, p_now timestamptz default now())
returns jsonb
language sql stable
set search_path = pg_catalog, public
as $$
  select jsonb_build_object(
    'user_today', (
      select coalesce(sum(nullif(cost_usd, 'NaN')), 0) from agent_actions_log
      where user_id = p_user_id and created_at >= date_trunc('day', p_now, 'UTC')),
    'system_today', (
      select coalesce(sum(nullif(cost_usd, 'NaN')), 0) from agent_actions_log
      where created_at >= date_trunc('day', p_now, 'UTC') and cost_usd is not null))
$$;
comment on function private.model_spend(uuid, timestamptz) is
  'US dollars spent on the model since midnight UTC: by one person, and by everybody.';
