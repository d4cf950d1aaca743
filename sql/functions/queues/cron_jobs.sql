create or replace function private.cron_jobs()
returns table (jobid bigint, jobname text, schedule text, active boolean, last_status text,
               last_started_at timestamptz, last_finished_at timestamptz, last_message text)
language plpgsql stable security definer
set search_path = ''
as $$
begin
  -- Looked up at each call: pg_cron may come after the schema, and go again.
  if to_regnamespace('cron') is null or not has_schema_privilege('cron', 'usage') then
    return;
  end if;
  return query execute
    'select j.jobid::bigint, j.jobname::text, j.schedule::text, j.active, d.status::text,'
    '       d.start_time, d.end_time, d.return_message::text'
    ' from cron.job j'
    -- By its primary key: what ran last is found without reading the history, which nobody prunes.
    ' left join lateral (select * from cron.job_run_details r where r.jobid = j.jobid'
    '                    order by r.runid desc limit 1) d on true'
    ' where j.jobname in (''process-agent-tasks'', ''process-message-queue'')'
    ' order by j.jobname';
end $$;
comment on function private.cron_jobs() is
  'The rows of cron_job_status. As the owner: pg_cron shows a job to its own user only, and the functions'' role owns none.';
