create or replace function unschedule_cron_jobs()
returns void
language plpgsql
set search_path = pg_catalog, public
as $$
begin
  if to_regnamespace('cron') is not null then
    perform cron.unschedule(jobid) from cron.job
    where jobname in ('process-agent-tasks', 'process-message-queue');
  end if;
end $$;
comment on function unschedule_cron_jobs() is 'Takes the jobs of schedule_cron_jobs away again.';
