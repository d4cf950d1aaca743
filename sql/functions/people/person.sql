-- Patterns for Postgres (~*) and for Python's re, which finds the same people in the archive.
create or replace function private.literal_pattern(p_text text)
returns text
language sql immutable
set search_path = pg_catalog
as $$
  select regexp_replace(p_text, '([.^$*+?()\[\]{}|\\])', '\\\1', 'g')
$$;
comment on function private.literal_pattern(text) is 'What matches the text itself.';

create or replace function private.any_digit(p_digits text default '0123456789')
returns text
language sql immutable
set search_path = pg_catalog
as $$
  -- The zeros of all scripts, by code point: nine more digits follow each of them. Raised and lowered
  -- digits and those in circles are among them; some of these stand elsewhere.
  select '[' || string_agg(chr(zero + d::integer), '' order by zero, d)
    || translate(translate(p_digits, '456789', ''), '0123', chr(9450) || chr(185) || chr(178) || chr(179)) || ']'
  from unnest('{
    48, 1632, 1776, 1984, 2406, 2534, 2662, 2790, 2918, 3046, 3174, 3302, 3430, 3558, 3664, 3792, 3872, 4160,
    4240, 6112, 6160, 6470, 6608, 6784, 6800, 6992, 7088, 7232, 7248, 42528, 43216, 43264, 43472, 43504, 43600,
    44016, 8304, 8320, 9311, 9331, 9351, 10101, 10111, 65296, 66720, 68912, 69734, 69872, 69942, 70096, 70384, 70736, 70864, 71248, 71360, 71472, 71904,
    72016, 72784, 73040, 73120, 92768, 92864, 93008, 120782, 120792, 120802, 120812, 120822, 123200, 123632,
    125264, 130032}'::integer[]) zero,
    regexp_split_to_table(p_digits, '') d
$$;
comment on function private.any_digit(text) is
  'What matches one of these digits in whatever script: 4, full width 4, Arabic-Indic 4.';

create or replace function private.gap_pattern()
returns text
language sql immutable
set search_path = pg_catalog
return '(?:[^0-9a-z"\\]|\\[bfnrt\\]|\\u[0-9a-f]{4}|%2[0-9a-f]|%(?:25)?c2%(?:25)?a0|&#?[0-9a-z]{2,8};|</?[a-z]{1,6} ?/?>){0,4}';
comment on function private.gap_pattern() is
  'What people write between digits: up to four of whatever is neither a digit nor a letter, as plain text, in JSON, in a URL and in HTML.';

create or replace function private.digits_pattern(p_digits text)
returns text
language sql immutable
set search_path = pg_catalog
as $$
  select string_agg(private.any_digit(d), private.gap_pattern() order by n)
  from regexp_split_to_table(p_digits, '') with ordinality x (d, n)
$$;
comment on function private.digits_pattern(text) is 'What matches the digits however they are written.';

create or replace function private.national_number(p_number text, out country text, out core text, out mobile text, out trunks text[])
language plpgsql immutable
set search_path = pg_catalog
as $$
declare
  v_digits text := substr(p_number, 2);
begin
  country := left(v_digits, case
    when v_digits ~ '^[17]' then 1
    when v_digits ~ '^(2[07]|3[0-469]|4[013-9]|5[1-8]|6[0-6]|8[1246]|9[0-58])' then 2
    else 3 end);
  core := substr(v_digits, length(country) + 1);
  -- Mobiles of Argentina and Mexico have a digit that is dialled from abroad only.
  mobile := case country when '54' then '9' when '52' then '1' end;
  if length(core) = 11 and left(core, 1) = mobile then
    core := substr(core, 2);
  end if;
  trunks := case
    when country = '1' then '{}'
    when country in ('7', '370', '992', '993', '996', '998') then '{8,0}'
    when country in ('375', '380') then '{80,0}'
    when country = '36' then '{06}'
    when country = '52' then '{01,044,045}'
    else '{0}' end;
end $$;
comment on function private.national_number(text) is
  'An E.164 number taken apart as ITU-T E.123 and E.129 have it: country code, what its own country calls it, the digit before that for mobiles, and what is dialled first within the country.';

create or replace function private.number_pattern(p_number text)
returns text
language plpgsql immutable
set search_path = pg_catalog
as $$
declare
  v_gap constant text := private.gap_pattern();
  v_of record;
  v_core text;
  v_trunk text := '';
  v_ways text[];
begin
  select * into v_of from private.national_number(p_number);
  v_core := private.digits_pattern(v_of.core);
  v_ways := array[format('(?:(?:[+%s]|%s)%s)?%s%s(?:\(?%s\)?%s)?%s%s',
    chr(65291), (select string_agg(private.digits_pattern(p), '|') from unnest('{00,011,0011,010,810}'::text[]) p), v_gap,
    private.digits_pattern(v_of.country), v_gap, private.any_digit('0'), v_gap,
    '(?:' || private.any_digit(v_of.mobile) || v_gap || ')?', v_core)];
  if v_of.trunks <> '{}' then
    v_trunk := format('(?:%s)\)?%s', (select string_agg(private.digits_pattern(t), '|') from unnest(v_of.trunks) t), v_gap)
      -- Brazil's carriers have two digits, dialled behind the zero.
      || case when v_of.country = '55' then format('(?:%s{2}%s)?', private.any_digit(), v_gap) else '' end;
    if length(v_of.core) >= 6 then
      v_ways := v_ways || ('\(?' || v_trunk || v_core);
    end if;
  end if;
  -- With nothing before it, unless that reads as a number of North America's; China writes no other way.
  if length(v_of.core) >= 7 and (v_of.country = '86' or v_of.core !~ '^1[2-9][0-9]{2}[2-9][0-9]{6}$') then
    v_ways := v_ways || ('\(?' || v_core);
  end if;
  if v_of.country = '54' then
    v_ways := v_ways || array(
      select format('\(?(?:%s)?%s%s%s%s%s', v_trunk, private.digits_pattern(left(v_of.core, n)), v_gap,
                    private.digits_pattern('15'), v_gap, private.digits_pattern(substr(v_of.core, n + 1)))
      from generate_series(2, 4) n);
  end if;
  return format('(?<!%1$s)(?:%2$s)(?!%1$s)', private.any_digit(), array_to_string(v_ways, '|'));
end $$;
comment on function private.number_pattern(text) is
  'What matches an E.164 number however people write it: from abroad or at home, in the digits of any script, with separators of any kind. The same digits behind another country''s code are taken for it too: to look back at each digit would take a hundred times as long.';

create or replace function private.mail_key(p_address text)
returns text
language sql immutable
set search_path = pg_catalog
as $$
  with split as (
    -- Letters beyond ASCII cost a hundred times as much, and few addresses have any.
    select regexp_replace(case when p_address !~* '[^\x01-\x7f]|xn--' then lower(p_address)
      else private.small_letters(regexp_replace(p_address, '@[^@]*$', ''))
        || '@' || private.domain_in_letters(substring(p_address from '@([^@]*)$')) end,
      '([^@+])[+][^@]*@', '\1@') as address)
  select case when address ~ '@(gmail|googlemail)[.]com$'
              then replace(split_part(address, '@', 1), '.', '') || '@gmail.com' else address end
  from split
$$;
comment on function private.mail_key(text) is
  'The same for all addresses of one mailbox: without case and name+tag, its domain in letters, and for Gmail without dots.';

create or replace function private.spelled_pattern(p_word text)
returns text
language sql immutable
set search_path = pg_catalog
return format('\s{0,2}[({<\[]\s{0,2}%1$s\s{0,2}[)}>\]]\s{0,2}|\s{1,2}%1$s\s{1,2}|_%1$s_|\s{0,2}-%1$s-\s{0,2}', p_word);
comment on function private.spelled_pattern(text) is
  'What matches a sign that is spelled out, to hide an address from machines: (at), " at ", _at_.';

create or replace function private.blank_pattern()
returns text
language sql immutable
set search_path = pg_catalog
return format('[\s%s]{0,2}', chr(173) || chr(8203) || chr(8204) || chr(8205) || chr(8288) || chr(65279));
comment on function private.blank_pattern() is 'What matches up to two blanks, visible or not, or none.';

create or replace function private.dot_pattern()
returns text
language sql immutable
set search_path = pg_catalog
as $$
  select format('(?:%1$s[.,%2$s]{1,2}%1$s|[%%=](?:25)?2e|&(?:#0{0,4}46|#x0{0,4}2e|period);|%3$s)',
                private.blank_pattern(), chr(65294) || chr(12290) || chr(8228),
                private.spelled_pattern('(?:dot|[.]|punto|ponto|point|punkt)'))
$$;
comment on function private.dot_pattern() is 'What matches the dot of an address, however it is written.';

create or replace function private.at_pattern()
returns text
language sql immutable
set search_path = pg_catalog
as $$
  select format('%1$s[@%2$s]{1,2}%1$s|[%%=](?:25)?40|&(?:#0{0,4}64|#x0{0,4}40|commat);|\\{1,2}u0040|%3$s',
                private.blank_pattern(), chr(65312) || chr(65131),
                private.spelled_pattern('(?:at(?:[- ]?sign)?|@|arroba|arobase|klammeraffe|chiocciola)'))
$$;
comment on function private.at_pattern() is 'What matches an at sign, however it is written.';

create or replace function private.wide_pattern(p_text text)
returns text
language sql immutable
set search_path = pg_catalog
as $$
  -- Full width forms stand 65248 code points behind those of ASCII.
  select string_agg(case
    when c ~ '[a-z]' then format('[%s%s%s]', c, chr(ascii(c) + 65248), chr(ascii(upper(c)) + 65248))
    when c ~ '[0-9]' then private.any_digit(c)
    when c = '.' then private.dot_pattern()
    -- Postgres does not know the capitals of all locales.
    when ascii(c) between 224 and 254 or ascii(c) between 945 and 971 or ascii(c) between 1072 and 1103
      then '[' || c || chr(ascii(c) - 32) || ']'
    when ascii(c) between 1104 and 1119 then '[' || c || chr(ascii(c) - 80) || ']'
    when ascii(c) between 256 and 311 or ascii(c) between 330 and 375 then '[' || c || chr(ascii(c) - 1) || ']'
    else private.literal_pattern(c) end, '' order by n)
  from regexp_split_to_table(private.small_letters(p_text), '') with ordinality x (c, n)
$$;
comment on function private.wide_pattern(text) is 'What matches the text in ASCII or full width, its dots spelled out or not.';

create or replace function private.mail_pattern(p_address text)
returns text
language plpgsql immutable
set search_path = pg_catalog
as $$
declare
  v_key constant text := private.mail_key(p_address);
  v_name constant text := regexp_replace(v_key, '@[^@]*$', '');
  v_domain constant text := substr(v_key, length(v_name) + 2);
  v_written text := private.wide_pattern(v_name);
  v_domains text := private.wide_pattern(v_domain);
begin
  if v_domain = 'gmail.com' then
    v_written := (select string_agg(private.wide_pattern(c), '[.]?' order by n)
                  from regexp_split_to_table(v_name, '') with ordinality x (c, n));
    v_domains := v_domains || '|' || private.wide_pattern('googlemail.com');
  elsif v_domain ~ '[^\x01-\x7f]' then
    v_domains := v_domains || '|' || private.wide_pattern(private.domain_in_ascii(v_domain));
    if normalize(v_domain, NFD) <> v_domain then
      v_domains := v_domains || '|' || private.literal_pattern(normalize(v_domain, NFD));
    end if;
  end if;
  -- Neither the end of a longer address nor the beginning of one; \n before it is JSON's. With an
  -- equals sign as mailing lists write it (name=domain@list).
  return format('(?:(?<![a-z0-9._%%+-])|(?<=\\[nrt]))%s\\?"?(?:(?:[+]|%%2b)[a-z0-9._%%+-]*?)?(?:=|%s)(?:%s)(?![a-z0-9-]|\.[a-z0-9])',
    v_written, private.at_pattern(), v_domains);
end $$;
comment on function private.mail_pattern(text) is
  'What matches every address of a mailbox, name+tag@ too, however people write it.';

create or replace function private.in_ascii(p_text text)
returns text
language sql immutable
set search_path = pg_catalog
as $$
  select string_agg(case
    when code between 65281 and 65374 then chr(code - 65248)
    when code in (12290, 8228) then '.'
    when code = 65131 then '@'
    when code in (173, 8203, 8204, 8205, 8288, 65279) then ''
    when (code > 1631 or code in (178, 179, 185)) and c ~ private.any_digit() then
      (select d::text from generate_series(0, 9) d where c ~ private.any_digit(d::text))
    else c end, '' order by n)
  from regexp_split_to_table(p_text, '') with ordinality x (c, n), lateral (select ascii(c) as code) a
$$;
comment on function private.in_ascii(text) is 'The text with digits of all scripts, and full width letters and signs, in ASCII.';

create or replace function private.person_pattern(p_user_id uuid, p_with_ids boolean default false)
returns text
language sql stable
set search_path = pg_catalog, public
as $$
  with words as (
    select 'id' as kind, p_user_id::text as word where p_with_ids
    union select 'id', f.id::text from user_profiles f where f.user_id = p_user_id and p_with_ids
    union select 'id', i.id::text from innovators i where i.user_id = p_user_id and p_with_ids
    union select 'number', u.phone_number from users u where u.id = p_user_id
    union select 'number', h ->> 'phone_number' from users u, jsonb_array_elements(u.phone_number_history) h
      where u.id = p_user_id
    union select 'mail', u.email from users u where u.id = p_user_id
    union select 'mail', f.email from user_profiles f where f.user_id = p_user_id
    union select 'page', regexp_replace(rtrim(u.linkedin_url, '/'), '^https?://(www\.)?', '', 'i') from users u
      where u.id = p_user_id)
  select coalesce(string_agg(case kind
      when 'number' then private.number_pattern(word)
      when 'mail' then private.mail_pattern(word)
      when 'page' then private.literal_pattern(word) || '(?![a-z0-9_%-])'
      else word end, '|'), 'a^')
  from words
  where case kind when 'number' then word ~ '^\+[0-9]{7,}$' when 'mail' then word like '%_@_%'
                  when 'page' then word ~ './.' else true end
$$;
comment on function private.person_pattern(uuid, boolean) is
  'What matches that by which a person is told from everybody else: numbers, addresses, and ids if asked for. Names are not among them: they are others'' too.';

create or replace function private.prospects_about(p_user_id uuid)
returns setof uuid
language sql stable
set search_path = pg_catalog, public
as $$
  select p.id from prospects p, users u
  where u.id = p_user_id
    and (p.converted_to_user_id = u.id or private.mail_key(p.email) = private.mail_key(u.email)
         or p.phone_number ~* (select private.number_pattern(u.phone_number) where u.erased_at is null)
         or rtrim(lower(p.linkedin_url), '/') = rtrim(lower(u.linkedin_url), '/'))
$$;
comment on function private.prospects_about(uuid) is 'What others have uploaded about a person, known by number, address or profile.';
