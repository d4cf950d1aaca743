create or replace function private.archive_users(p_lines text[])
returns uuid[]
language sql stable
set search_path = pg_catalog, public
as $$
  with line as (
    -- Ids and moments are digits too, and nobody's number.
    select n, l as text, regexp_replace(l, '[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}'
      '|[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9:.]+([+-][0-9:]+|Z)|%2[0-9a-f]', ' ', 'gi') as said
    from unnest(p_lines) with ordinality x (l, n)
  ), named as (
    select distinct lower(m[1])::uuid as id
    from line, regexp_matches(text, '[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}', 'gi') m
  ), plain as (
    -- One script's digits, one kind of letters: what is looked up by then has one form.
    select n, text, case when said ~ '[^\x01-\x7f]' then private.in_ascii(said) else said end as said from line
  ), called as (
    -- However a number begins, it ends with its last seven digits.
    select distinct n, text, substr(run, i, 7) as tail
    from plain, regexp_matches(said, '[0-9](?:' || private.gap_pattern() || '[0-9]){6,}', 'gi') m,
      regexp_replace(m[1], '[^0-9]', '', 'g') run, generate_series(1, length(run) - 6) i
  ), written as (
    select distinct private.mail_key(replace(m[1], '=', '@')) as address
    from line, private.in_ascii(text) plain,
      regexp_replace(plain, '%2b[a-z0-9._%+-]*?(?=%40|@)', '', 'gi') untagged,
      -- "call at sam@acme.com" reads two ways, and so may more of it.
      unnest(array['%40', '%40|\s{0,2}[({<\[]\s{0,2}at\s{0,2}[)}>\]]\s{0,2}', '\\?"?(' || private.at_pattern() || ')']) sign,
      regexp_replace(untagged, sign, '@', 'gi') at,
      regexp_replace(at, ',(?=[a-z])|' || private.spelled_pattern('dot'), '.', 'gi') dotted,
      regexp_replace(dotted, '\\[nrt]', ' ', 'g') t,
      -- Of letters of all scripts, or of ASCII's, where others stand right beside them.
      unnest('{[a-z0-9._%+-]+@[a-z0-9.-]+[a-z0-9],[a-z0-9._%+-]+=[a-z0-9.-]+[a-z0-9]}'::text[]
        || array[format('[a-z0-9._%%+%1$s-]+[@=][a-z0-9.%1$s-]+[a-z0-9%1$s]', chr(128) || '-' || chr(1114109)),
                 format('[a-z0-9._%%+-]+[@=][a-z0-9.%1$s-]+[a-z0-9%1$s]', chr(128) || '-' || chr(1114109))]) pattern,
      regexp_matches(t, pattern, 'gi') m
  ), numbers as (
    select u.id, u.phone_number as number from users u where u.erased_at is null
    union
    select u.id, h ->> 'phone_number' from users u, jsonb_array_elements(u.phone_number_history) h
    where u.phone_number_history <> '[]')
  select coalesce(array_agg(distinct p.id order by p.id), '{}')
  from (select u.id from users u join named n on n.id = u.id
        union all
        select f.user_id from user_profiles f join named n on n.id = f.id where f.user_id is not null
        union all
        select u.id from numbers u join called c on c.tail = right(u.number, 7)
        where u.number ~ '^\+[0-9]{7,}$' and c.text ~* private.number_pattern(u.number)
        union all
        select u.id from users u join written w on private.mail_key(u.email) = w.address
        union all
        select f.user_id from user_profiles f join written w on private.mail_key(f.email) = w.address
        where f.user_id is not null) p
$$;
comment on function private.archive_users(text[]) is
  'Everybody whose id, or whose profile''s id, number, former number or mail address stands anywhere in the lines, however it is written.';
