create or replace function private.person_words(p_user_id uuid)
returns text[]
language sql stable
set search_path = pg_catalog, public
as $$
  select array(
    select word from (
      select unnest(array[u.id::text, u.phone_number, u.email, rtrim(u.linkedin_url, '/')]) as word from users u where u.id = p_user_id
      union select f.id::text from user_profiles f where f.user_id = p_user_id
      union select f.email from user_profiles f where f.user_id = p_user_id
      union select i.id::text from innovators i where i.user_id = p_user_id
      union select h ->> 'phone_number' from users u, jsonb_array_elements(u.phone_number_history) h where u.id = p_user_id) w
    where length(word) >= 6)
$$;
comment on function private.person_words(uuid) is
  'By what a person is told from everybody else: ids, numbers, addresses. Names are not among them: they are others'' too.';

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
