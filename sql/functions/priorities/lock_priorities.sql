create or replace function private.lock_priorities(p_users uuid[])
returns void
language plpgsql
set search_path = pg_catalog, public
as $$
begin
  perform from user_priorities where user_id = any (p_users) order by user_id, id for update;
end $$;
comment on function private.lock_priorities(uuid[]) is
  'All that matters to these people, in one order always: whoever changes more than one row of a person comes here first, so that they wait for each other instead of deadlocking.';
