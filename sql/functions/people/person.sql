-- Patterns for Postgres (~*) and for Python's re, which finds the same people in the archive.
create or replace function private.number_pattern(p_number text)
returns text
language sql immutable
set search_path = pg_catalog
as $$
  with one as (
    select substr(p_number, 2) as digits, '[^0-9a-z"\\,:{}]{0,3}' as between)
  select '(?<![0-9])(?:' || string_agg(
           way.before || array_to_string(regexp_split_to_array(substr(digits, way.first), ''), between), '|')
         || ')(?![0-9])'
  from one, lateral (
    select '(?:\+|00)?' as before, 1 as first
    -- North America's numbers are written without anything before them, others' with a zero.
    union all select '\(?', 2 where digits ~ '^1[0-9]{10}$'
    union all select '\(?0' || between, n from generate_series(2, 4) n
              where digits !~ '^1[0-9]{10}$' and length(digits) - n >= 6) way
$$;
comment on function private.number_pattern(text) is
  'What matches an E.164 number however people write it: with or without its country, spaces, dashes, brackets.';

create or replace function private.literal_pattern(p_text text)
returns text
language sql immutable
set search_path = pg_catalog
as $$
  select regexp_replace(p_text, '([.^$*+?()\[\]{}|\\])', '\\\1', 'g')
$$;
comment on function private.literal_pattern(text) is 'What matches the text itself.';

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
      -- Neither the end of a longer address nor the beginning of one; \n before it is JSON's.
      when 'mail' then '(?:(?<![a-z0-9._%+-])|(?<=\\[nrt]))' || private.literal_pattern(word) || '(?![a-z0-9-]|\.[a-z0-9])'
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
    and (p.converted_to_user_id = u.id or p.phone_number = u.phone_number or lower(p.email) = lower(u.email)
         or rtrim(lower(p.linkedin_url), '/') = rtrim(lower(u.linkedin_url), '/'))
$$;
comment on function private.prospects_about(uuid) is 'What others have uploaded about a person, known by number, address or profile.';
