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
  if not exists (select from pg_roles where rolname = 'yachtparty_ingest') then
    create role yachtparty_ingest nologin;
  end if;
  for v_table in
    select c.oid::regclass from pg_class c
    where c.relkind in ('r', 'p') and c.relnamespace in ('public'::regnamespace, 'private'::regnamespace, 'twin_analytics'::regnamespace)
  loop
    execute format('alter table %s enable row level security', v_table);
    if not exists (select from pg_policy where polrelid = v_table and polname = 'yachtparty_app_all') then
      execute format('create policy yachtparty_app_all on %s to yachtparty_app using (true) with check (true)', v_table);
    end if;
  end loop;
  -- What organisations write and read of their business, and nothing of people or what they say.
  for v_table in select unnest(array['public.system_events', 'public.open_loops']::regclass[]) loop
    if not exists (select from pg_policy where polrelid = v_table and polname = 'yachtparty_ingest_read') then
      execute format('create policy yachtparty_ingest_read on %s for select to yachtparty_ingest using (true)', v_table);
    end if;
  end loop;
  -- Also from service_role, which passes row-level security: no part of this works through PostgREST.
  for v_role in select rolname from pg_roles where rolname in ('anon', 'authenticated', 'service_role') loop
    execute format('revoke all on all tables in schema public, private, twin_analytics from %I', v_role);
    execute format('revoke all on all sequences in schema public, private from %I', v_role);
    execute format('revoke all on all functions in schema public, private from %I', v_role);
    execute format('alter default privileges in schema public revoke all on tables from %I', v_role);
    execute format('alter default privileges in schema public revoke all on functions from %I', v_role);
    execute format('alter default privileges in schema public revoke all on sequences from %I', v_role);
  end loop;
end $$;

revoke all on schema private, twin_analytics from public;
revoke execute on all functions in schema public, private from public;
-- Also of functions that the owner makes later: everybody may execute one unless told otherwise.
alter default privileges revoke execute on functions from public;
grant usage on schema public, private, twin_analytics to yachtparty_app;
grant select, insert, update, delete on all tables in schema public, twin_analytics to yachtparty_app;
grant usage on all sequences in schema public to yachtparty_app;
grant select, insert, update on private.sweeps, private.lanes, private.priority_reviews to yachtparty_app;
grant delete on private.priority_reviews to yachtparty_app;
grant select, insert, update, delete on private.mail_signatures to yachtparty_app;
grant select, insert, update, delete on private.loop_queue, private.outbox to yachtparty_app;
grant select, insert, update, delete on private.archive_manifest to yachtparty_app;
grant select, insert, update, delete on private.twin_totals, private.twin_document_types, private.twin_user_days,
  private.twin_people, private.twin_returns, private.twin_cohorts to yachtparty_app;
grant select, delete on private.twin_marks, private.twin_sources to yachtparty_app;
grant select, update on private.twin_reporting to yachtparty_app;
grant select on private.credit_reasons, private.introductions to yachtparty_app;
grant select, insert, update on private.stripe_reversals to yachtparty_app;
grant select, insert, delete on private.experts to yachtparty_app;
grant execute on all functions in schema public, private to yachtparty_app;
revoke execute on function private.set_function_endpoint(text, text) from yachtparty_app;
revoke execute on function private.set_poke_secret(text) from yachtparty_app;
revoke execute on function private.open_guard(text) from yachtparty_app;
revoke execute on function private.close_guard() from yachtparty_app;
revoke execute on function private.issue_org_token(uuid, text) from yachtparty_app;
revoke execute on function private.revoke_org_token(uuid, text) from yachtparty_app;

-- event_ingest, which strangers reach: it writes through functions that check what they write.
revoke all on all tables in schema public, private, twin_analytics from yachtparty_ingest;
revoke all on all functions in schema public, private from yachtparty_ingest;
grant usage on schema public, private to yachtparty_ingest;
grant select on system_events, open_loops to yachtparty_ingest;
grant execute on function private.org_of_token(bytea, timestamptz) to yachtparty_ingest;
grant execute on function record_system_events(uuid, jsonb, timestamptz) to yachtparty_ingest;
grant execute on function publish_twin_event(uuid, uuid, text, text, jsonb, text, timestamptz, uuid, timestamptz)
  to yachtparty_ingest;
grant execute on function private.dismiss_loop(uuid, uuid, uuid, text, text, timestamptz) to yachtparty_ingest;
grant execute on function private.pressing_loops(uuid[], timestamptz, integer) to yachtparty_ingest;
grant execute on function private.system_event_document(public.system_events) to yachtparty_ingest;
grant execute on function private.loop_event(public.system_events) to yachtparty_ingest;
grant execute on function private.is_tombstone(jsonb) to yachtparty_ingest;
grant execute on function private.system_event_rank(text) to yachtparty_ingest;
grant execute on function private.most_folded_events() to yachtparty_ingest;

-- A role's settings hold behind a transaction-mode pooler too, where a session's do not.
-- Only what differs is set: who owns this database need not administer a role that another made.
do $$
declare
  v_role text;
  v_setting text;
begin
  foreach v_role in array array['yachtparty_app', 'yachtparty_ingest'] loop
    foreach v_setting in array array[
      'statement_timeout=8s', 'lock_timeout=5s', 'idle_in_transaction_session_timeout=15s',
      -- What the database sets must not become the functions': see shared/db/session.py.
      'default_transaction_isolation=read committed', 'search_path=public', 'TimeZone=UTC', 'DateStyle=ISO, MDY',
      'IntervalStyle=postgres', 'standard_conforming_strings=on', 'extra_float_digits=1', 'row_security=on']
    loop
      if not exists (select from pg_db_role_setting where setrole = v_role::regrole and setdatabase = 0
                     and v_setting = any (setconfig)) then
        execute format('alter role %I set %I = %L', v_role,
                       split_part(v_setting, '=', 1), split_part(v_setting, '=', 2));
      end if;
    end loop;
  end loop;
end $$;
