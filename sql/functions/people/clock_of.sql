create or replace function private.clock_of(p_user users)
returns text
language sql immutable
set search_path = pg_catalog, public
as $$
  select concat_ws(' ', p_user.timezone, p_user.quiet_hours_start, '-', p_user.quiet_hours_end)
$$;
comment on function private.clock_of(users) is
  'What a person has said about their hours, to see whether it has changed since a decision.';
