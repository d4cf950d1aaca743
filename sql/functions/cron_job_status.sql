do $$ begin
  -- The view exists everywhere; without pg_cron it has no rows.
  if to_regclass('cron.job') is not null and to_regclass('cron.job_run_details') is not null then
    execute $view$
      create or replace view public.cron_job_status with (security_invoker = true) as
      select j.jobid::bigint, j.jobname::text, j.schedule::text, j.active, d.status::text as last_status,
             d.start_time as last_started_at, d.end_time as last_finished_at, d.return_message::text as last_message
      from cron.job j
      left join lateral (select * from cron.job_run_details r where r.jobid = j.jobid
                         order by r.start_time desc nulls last limit 1) d on true
      where j.jobname in ('process-agent-tasks', 'process-message-queue')
    $view$;
  else
    create or replace view public.cron_job_status with (security_invoker = true) as
    select null::bigint as jobid, null::text as jobname, null::text as schedule, null::boolean as active,
           null::text as last_status, null::timestamptz as last_started_at,
           null::timestamptz as last_finished_at, null::text as last_message
    where false;
  end if;
end $$;
comment on view cron_job_status is 'The pg_cron jobs of this system and how they last ended.';
