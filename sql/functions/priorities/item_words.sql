create or replace function private.position_of(p_title text, p_company text)
returns text
language plpgsql immutable parallel safe
set search_path = pg_catalog, public
as $$
begin
  return case when concat(p_title, p_company) = '' then '' else ', ' || concat_ws(' at ', nullif(p_title, ''), nullif(p_company, '')) end;
end $$;
comment on function private.position_of(text, text) is 'What stands behind a name: ", CFO at Acme", or nothing.';

create or replace function private.unnamed(p_title text, p_company text)
returns text
language plpgsql immutable parallel safe
set search_path = pg_catalog, public
as $$
begin
  return case when btrim(coalesce(p_title, '')) <> '' then 'the ' || concat_ws(' at ', btrim(p_title), nullif(btrim(p_company), ''))
              else coalesce('somebody at ' || nullif(btrim(p_company), ''), 'somebody they know') end;
end $$;
comment on function private.unnamed(text, text) is 'A person outside the platform for who must not know their name yet: "the CFO at Acme".';

create or replace function private.name_of(p_user users)
returns text
language plpgsql immutable parallel safe
set search_path = pg_catalog, public
as $$
begin
  return coalesce(nullif(concat_ws(' ', p_user.first_name, p_user.last_name), ''), 'a member');
end $$;
comment on function private.name_of(users) is 'A member''s name; "a member" for who has none any more.';

create or replace function private.stands_in(p_term text, p_text text)
returns boolean
language plpgsql immutable parallel safe
set search_path = pg_catalog, public
as $$
begin
  return coalesce(p_term, '') <> ''
    and p_text ~ ('\m' || regexp_replace(lower(p_term), '([^[:alnum:][:space:]])', '\\\1', 'g') || '\M');
end $$;
comment on function private.stands_in(text, text) is 'Whether a term stands in a text of small letters as words of its own.';

create or replace function private.goal_id(p_user uuid, p_text text)
returns uuid
language plpgsql immutable parallel safe
set search_path = pg_catalog, public
as $$
begin
  return md5('goal:' || p_user || ':' || lower(p_text))::uuid;
end $$;
comment on function private.goal_id(uuid, text) is 'Names a goal, which has no row of its own, as an item of user_priorities.';
