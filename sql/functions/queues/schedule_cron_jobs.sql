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
