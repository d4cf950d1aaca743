create or replace function private.clock_of(p_user users)
returns text
language sql stable
set search_path = pg_catalog, public
as $$
  select concat_ws(' ', p_user.timezone, p_user.quiet_hours_start, '-', p_user.quiet_hours_end, p_user.rest_days,
                   extract(epoch from p_user.proactive_paused_until), p_user.reminders_paused,
                   extract(epoch from p_user.frustrated_until))
$$;
comment on function private.clock_of(users) is
  'What a person has said about when they may be texted first, to see whether it has changed since a decision.';
