-- Who may do what, applied last so that it covers every table and function there is.
-- public is what PostgREST exposes: nobody but our role gets anything in it.
do $$
declare
  v_table regclass;
  v_role text;
begin
  if not exists (select from pg_roles where rolname = 'yachtparty_app') then
    create role yachtparty_app nologin;
  end if;
  for v_table in
    select c.oid::regclass from pg_class c
    where c.relkind in ('r', 'p') and c.relnamespace in ('public'::regnamespace, 'private'::regnamespace)
  loop
    execute format('alter table %s enable row level security', v_table);
    if not exists (select from pg_policy where polrelid = v_table and polname = 'yachtparty_app_all') then
      execute format('create policy yachtparty_app_all on %s to yachtparty_app using (true) with check (true)', v_table);
    end if;
  end loop;
  -- Also from service_role, which passes row-level security: no part of this works through PostgREST.
  for v_role in select rolname from pg_roles where rolname in ('anon', 'authenticated', 'service_role') loop
    execute format('revoke all on all tables in schema public, private from %I', v_role);
    execute format('revoke all on all sequences in schema public, private from %I', v_role);
    execute format('revoke all on all functions in schema public, private from %I', v_role);
    execute format('alter default privileges in schema public revoke all on tables from %I', v_role);
    execute format('alter default privileges in schema public revoke all on functions from %I', v_role);
    execute format('alter default privileges in schema public revoke all on sequences from %I', v_role);
  end loop;
end $$;

revoke all on schema private from public;
revoke execute on all functions in schema public, private from public;
-- Also of functions that the owner makes later: everybody may execute one unless told otherwise.
alter default privileges revoke execute on functions from public;
grant usage on schema public, private to yachtparty_app;
grant select, insert, update, delete on all tables in schema public to yachtparty_app;
grant usage on all sequences in schema public to yachtparty_app;
grant select, insert, update on private.sweeps, private.lanes to yachtparty_app;
grant select, insert, update, delete on private.mail_signatures to yachtparty_app;
grant select, insert, update, delete on private.loop_queue, private.outbox to yachtparty_app;
grant select, insert, update, delete on private.archive_manifest to yachtparty_app;
grant execute on all functions in schema public, private to yachtparty_app;
revoke execute on function private.set_function_endpoint(text, text) from yachtparty_app;
revoke execute on function private.set_poke_secret(text) from yachtparty_app;
revoke execute on function private.open_guard(text) from yachtparty_app;
revoke execute on function private.close_guard() from yachtparty_app;
revoke execute on function private.issue_org_token(uuid, text) from yachtparty_app;
revoke execute on function private.revoke_org_token(uuid, text) from yachtparty_app;

-- A role's settings hold behind a transaction-mode pooler too, where a session's do not.
-- Only what differs is set: who owns this database need not administer a role that another made.
do $$
declare
  v_setting text;
begin
  foreach v_setting in array array[
    'statement_timeout=8s', 'lock_timeout=5s', 'idle_in_transaction_session_timeout=15s',
    -- What the database sets must not become the functions': see shared/db/session.py.
    'default_transaction_isolation=read committed', 'search_path=public', 'TimeZone=UTC', 'DateStyle=ISO, MDY',
    'IntervalStyle=postgres', 'standard_conforming_strings=on', 'extra_float_digits=1', 'row_security=on']
  loop
    if not exists (select from pg_db_role_setting where setrole = 'yachtparty_app'::regrole and setdatabase = 0
                   and v_setting = any (setconfig)) then
      execute format('alter role yachtparty_app set %I = %L',
                     split_part(v_setting, '=', 1), split_part(v_setting, '=', 2));
    end if;
  end loop;
end $$;
