create or replace function private.session_state(p_now timestamptz default now())
returns jsonb
language sql stable security definer
set search_path = ''
as $$
  select jsonb_build_object(
    'hidden', (select count(*) from pg_catalog.pg_stat_activity
               where datname = current_database() and query = '<insufficient privilege>'),
    'transactions', (
      select coalesce(jsonb_agg(jsonb_build_object('pid', pid, 'state', state, 'seconds', seconds)), '[]')
      from (select pid, state, extract(epoch from p_now - xact_start)::integer as seconds
            from pg_catalog.pg_stat_activity
            where datname = current_database() and pid <> pg_backend_pid()
              and xact_start <= p_now - interval '5 minutes'
              -- It holds no row back from itself, and is nobody's to end.
              and backend_type is distinct from 'autovacuum worker'
            order by xact_start limit 20) old),
    'prepared', (
      select coalesce(jsonb_agg(extract(epoch from p_now - prepared)::integer), '[]')
      from pg_catalog.pg_prepared_xacts
      where database = current_database() and prepared <= p_now - interval '5 minutes'),
    'slots', (
      select coalesce(jsonb_agg(jsonb_build_object(
        'name', slot_name, 'active', active, 'xmin_age', age(xmin))), '[]')
      from pg_catalog.pg_replication_slots where xmin is not null or not active),
    'connections', jsonb_build_array(
      jsonb_build_object(
        'limit_of', 'server', 'used', (select sum(numbackends) from pg_catalog.pg_stat_database),
        'limit', current_setting('max_connections')::integer
          - current_setting('superuser_reserved_connections')::integer))
      || (select coalesce(jsonb_agg(jsonb_build_object(
            'limit_of', 'database', 'used', s.numbackends, 'limit', d.datconnlimit)), '[]')
          from pg_catalog.pg_database d join pg_catalog.pg_stat_database s on s.datid = d.oid
          where d.datname = current_database() and d.datconnlimit > 0)
      || (select coalesce(jsonb_agg(jsonb_build_object(
            'limit_of', 'role ' || r.rolname, 'limit', r.rolconnlimit,
            'used', (select count(*) from pg_catalog.pg_stat_activity a where a.usesysid = r.oid))), '[]')
          from pg_catalog.pg_roles r
          where r.rolconnlimit > 0 and pg_catalog.pg_has_role('yachtparty_app', r.oid, 'usage')))
$$;
comment on function private.session_state(timestamptz) is
  'Transactions older than 5 minutes but for autovacuum''s, what else keeps dead rows alive, and connections against their limits. Process ids and counts, no statement''s text.';
