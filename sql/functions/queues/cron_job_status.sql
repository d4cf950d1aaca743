-- The view exists everywhere; without pg_cron it has no rows.
create or replace view cron_job_status with (security_invoker = true) as
select jobid, jobname, schedule, active, last_status, last_started_at, last_finished_at, last_message
from private.cron_jobs();
comment on view cron_job_status is 'The pg_cron jobs of this system and how they last ran.';
