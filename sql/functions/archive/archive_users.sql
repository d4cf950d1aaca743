create or replace function private.archive_users(p_lines text[])
returns uuid[]
language sql stable
set search_path = pg_catalog, public
as $$
  with line as (
    select regexp_replace(l, '\\[nrt]', ' ', 'g') as text from unnest(p_lines) l
  ), named as (
    select distinct lower(m[1])::uuid as id
    from line, regexp_matches(text, '[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}', 'gi') m
  ), called as (
    select distinct regexp_replace(m[1], '[^0-9]', '', 'g') as digits
    from line, regexp_matches(text, '(?<![0-9])[0-9](?:[^0-9a-z"\\,:{}]{0,3}[0-9]){6,14}(?![0-9])', 'gi') m
  ), written as (
    select distinct lower(m[1]) as address
    from line, regexp_matches(text, '[a-z0-9._%+-]+@[a-z0-9.-]+[a-z0-9]', 'gi') m)
  select coalesce(array_agg(distinct p.id order by p.id), '{}')
  from (select u.id from users u join named n on n.id = u.id
        union all
        select f.user_id from user_profiles f join named n on n.id = f.id where f.user_id is not null
        union all
        select u.id from users u join called c on u.phone_number in ('+' || ltrim(c.digits, '0'), '+1' || c.digits)
        union all
        select u.id from users u join written w on lower(u.email) = w.address) p
$$;
comment on function private.archive_users(text[]) is
  'Everybody whose id, or whose profile''s id, number or mail address stands anywhere in the lines.';
