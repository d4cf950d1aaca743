create or replace function private.cron_state(p_now timestamptz default now())
returns jsonb
language plpgsql stable security definer
set search_path = ''
as $$
declare
  v_jobs jsonb;
begin
  if to_regnamespace('cron') is null or not has_schema_privilege('cron', 'usage') then
    return null;
  end if;
  -- Of the runs only the latest: their table has no index but its key, and nobody prunes it.
  execute $query$
    select jsonb_agg(jsonb_build_object(
      'id', j.jobid, 'name', j.jobname, 'schedule', j.schedule, 'active', j.active,
      'calls', substring(j.command from 'process_tasks_batch|process_outbound_messages'),
      'runs', r.runs, 'failed', r.failed, 'last_status', r.last_status,
      'last_seconds', extract(epoch from $1 - r.last_at)::integer) order by j.jobid)
    from cron.job j
    cross join lateral (
      select count(*) as runs, count(*) filter (where d.status = 'failed') as failed,
             (array_agg(d.status order by d.runid desc))[1] as last_status, max(d.start_time) as last_at
      from (select * from cron.job_run_details order by runid desc limit 1000) d
      where d.jobid = j.jobid and d.start_time > $1 - interval '1 hour') r
    where j.command ~ 'process_tasks_batch|process_outbound_messages'
  $query$ into v_jobs using p_now;
  return coalesce(v_jobs, '[]');
end $$;
comment on function private.cron_state(timestamptz) is
  'The pg_cron jobs that call this system, whoever scheduled them, and their last hour. Null: no pg_cron here.';
