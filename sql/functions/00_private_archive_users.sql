create or replace function private.archive_users(p_lines text[])
returns uuid[]
language sql stable
set search_path = pg_catalog, public
as $$
  with named as (
    select distinct lower(m[1])::uuid as id
    from unnest(p_lines) line,
      regexp_matches(line, '[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}', 'gi') m)
  select coalesce(array_agg(distinct p.id order by p.id), '{}')
  from (select u.id from users u join named n on n.id = u.id
        union all
        select f.user_id from user_profiles f join named n on n.id = f.id where f.user_id is not null) p
$$;
comment on function private.archive_users(text[]) is
  'Everybody whose id, or whose profile''s id, stands anywhere in the lines.';
