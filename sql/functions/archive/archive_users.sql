create or replace function private.archive_users(p_lines text[])
returns uuid[]
language sql stable
set search_path = pg_catalog, public
as $$
  with line as (
    -- Ids and moments are digits too, and nobody's number.
    select n, l as text, regexp_replace(l, '[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}'
      '|[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9:.]+([+-][0-9:]+|Z)|%2[0-9a-f]|%(?:25)?c2%(?:25)?a0|&#?[0-9a-z]{2,8};|</?[a-z]{1,6} ?/?>'
      '|\\u[0-9a-f]{4}', ' ', 'gi') as said
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
  ), parts as (
    -- What stands beside at signs; "call at sam@acme.com" has two, and both of its readings count, as
    -- do those of "to the point sam@acme.com".
    select lag(part) over (partition by n, way order by place) as before, part as after
    from line, lower(case when text ~ '[^\x01-\x7f]' then private.in_ascii(text) else text end) plain,
      regexp_replace(plain, '%2b[a-z0-9._%+-]*?(?=%40|@)', '', 'g') untagged,
      regexp_replace(untagged, ',(?=[a-z])|[.]{2}|\s{1,2}[.]\s{0,2}|[%=](?:25)?2e|&(?:#0{0,4}46|#x0{0,4}2e|period);|'
        || private.spelled_pattern('(?:dot|[.]|punto|ponto|point|punkt)'), '.', 'g') undotted,
      unnest(case undotted when untagged then array[untagged] else array[untagged, undotted] end)
        with ordinality reading (dotted, way),
      regexp_split_to_table(dotted, '=|\\?"?(?:' || private.at_pattern() || ')') with ordinality x (part, place)
  ), written as (
    -- In letters of all scripts, or in ASCII's alone, where others stand right beside them.
    select distinct private.mail_key(
      substring(regexp_replace(before, '\\[nrt]', ' ', 'g') from format('[a-z0-9._%%+%s-]+$', names.more))
      || '@' || substring(after from format('^[a-z0-9.%1$s-]*[a-z0-9%1$s]', domains.more))) as address
    from parts, (values (''), (chr(128) || '-' || chr(1114109))) names (more),
      (values (''), (chr(128) || '-' || chr(1114109))) domains (more)
    where before is not null
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
