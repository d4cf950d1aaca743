create or replace function private.contact_pattern(p_email text, p_phone text, p_linkedin_url text)
returns text
language sql immutable
set search_path = pg_catalog
as $$
  select nullif(concat_ws('|',
    case when p_email like '%_@_%' then private.mail_pattern(p_email) end,
    case when p_phone ~ '^\+[0-9]{7,}$' then private.number_pattern(p_phone) end,
    private.literal_pattern(substring(lower(p_linkedin_url) from 'linkedin\.[a-z.]+/(?:in|pub)/[^/?#[:space:]]+')) || '(?![a-z0-9_%-])'), '')
$$;
comment on function private.contact_pattern(text, text, text) is
  'What matches the addresses of somebody who is no member, however they are written; null when there is none.';

create or replace function private.prospects_called(p_email text, p_phone text, p_linkedin_url text)
returns setof uuid
language sql stable
set search_path = pg_catalog, public
as $$
  -- Also what was written otherwise than an upload would have it.
  select id from prospects
  where identity_keys && private.identity_keys(p_email, p_phone, p_linkedin_url)
     or concat_ws(' ', email, phone_number, linkedin_url) ~* private.contact_pattern(p_email, p_phone, p_linkedin_url)
$$;
comment on function private.prospects_called(text, text, text) is 'What innovators have uploaded about somebody, by any address of theirs.';

create or replace function erase_contact(
  p_email text, p_phone text, p_linkedin_url text, p_token uuid, p_now timestamptz default now())
returns integer
language plpgsql
set search_path = pg_catalog, public
as $$
declare
  c_nobody constant uuid := '00000000-0000-0000-0000-000000000000';
  v_pattern constant text := private.contact_pattern(p_email, p_phone, p_linkedin_url);
  v_prospects uuid[];
  v_items uuid[];
begin
  perform 1 from private.lanes where queue = 'archive' and lease_token = p_token and leased_until > p_now for update;
  if not found then
    raise exception 'another process has the archive now' using errcode = 'YP001';
  end if;
  if v_pattern is null then
    raise exception 'no email, phone number or LinkedIn address tells who is meant' using errcode = 'YP004';
  end if;
  v_prospects := array(select private.prospects_called(p_email, p_phone, p_linkedin_url));
  v_items := private.erase_introductions(c_nobody, v_prospects, null, p_now);
  delete from prospects where id = any (v_prospects);
  perform private.erase_mentions(c_nobody, v_items, v_pattern, null, p_now);
  perform private.erase_addresses(v_pattern);
  return cardinality(v_prospects);
end $$;
comment on function erase_contact(text, text, text, uuid, timestamptz) is
  'Removes somebody who is no member: every row in which others have listed them, names and words of introductions to them, their addresses wherever they stand. Returns how many rows there were. YP001: p_token has not got the archive.';
