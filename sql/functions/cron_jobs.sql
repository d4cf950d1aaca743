create or replace function process_tasks_batch()
returns integer
language plpgsql
set search_path = pg_catalog, public
as $$
declare
  v_due integer;
begin
  select count(*) into v_due from (
    select from agent_tasks where status = 'pending' and scheduled_for <= now() limit 1000) due;
  if v_due > 0 then
    perform private.poke('task_processor', '{}');
  end if;
  return v_due;
end $$;
comment on function process_tasks_batch() is 'Pokes task_processor when a task is due; returns how many are, 1000 at most.';

create or replace function process_outbound_messages()
returns integer
language plpgsql
set search_path = pg_catalog, public
as $$
declare
  v_due integer;
begin
  select count(*) into v_due from (
    select from message_queue where status in ('queued', 'approved') and scheduled_for <= now() limit 1000) due;
  if v_due > 0 then
    perform private.poke('message_orchestrator', '{}');
  end if;
  return v_due;
end $$;
comment on function process_outbound_messages() is
  'Pokes message_orchestrator when a queued message is due; returns how many are, 1000 at most.';

create or replace function get_pending_tasks_count()
returns table (priority text, count bigint, oldest_scheduled_for timestamptz)
language sql stable
set search_path = pg_catalog, public
as $$
  select t.priority, count(*), min(t.scheduled_for) from agent_tasks t
  where t.status = 'pending' and t.scheduled_for <= now()
  group by t.priority order by private.priority_rank(t.priority)
$$;
comment on function get_pending_tasks_count() is 'Due tasks by priority, most urgent first, with the oldest due time.';

create or replace function get_queued_messages_count()
returns table (priority text, count bigint, oldest_scheduled_for timestamptz)
language sql stable
set search_path = pg_catalog, public
as $$
  select q.priority, count(*), min(q.scheduled_for) from message_queue q
  where q.status in ('queued', 'approved') and q.scheduled_for <= now()
  group by q.priority order by private.priority_rank(q.priority)
$$;
comment on function get_queued_messages_count() is 'Due queued messages by priority, most urgent first, with the oldest due time.';

create or replace function schedule_cron_jobs()
returns void
language plpgsql
set search_path = pg_catalog, public
as $$
begin
  if to_regnamespace('cron') is null then
    raise exception 'pg_cron is not installed in this database' using errcode = 'YP004',
      hint = 'Use Cloud Scheduler, or create extension pg_cron.';
  end if;
  perform cron.schedule('process-agent-tasks', '*/2 * * * *', 'select public.process_tasks_batch()');
  perform cron.schedule('process-message-queue', '* * * * *', 'select public.process_outbound_messages()');
end $$;
comment on function schedule_cron_jobs() is 'Makes pg_cron this deployment''s scheduler. Choose one scheduler only.';

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
