create or replace function private.identity_keys(p_email text, p_phone text, p_linkedin_url text)
returns text[]
language sql immutable
set search_path = pg_catalog
as $$
  select array_remove(array[
    case when p_email like '%_@_%' then 'mail:' || private.mail_key(btrim(p_email)) end,
    case when length(regexp_replace(p_phone, '[^0-9]', '', 'g')) >= 7
         then 'phone:' || regexp_replace(p_phone, '[^0-9]', '', 'g') end,
    'linkedin:' || substring(lower(p_linkedin_url) from 'linkedin\.[a-z.]+/((?:in|pub)/[^/?#[:space:]]+)')], null)
$$;
comment on function private.identity_keys(text, text, text) is
  'By what a person is the same in several rows: mailbox, digits of the number (E.164), LinkedIn profile.';

create or replace function private.set_identity_keys()
returns trigger
language plpgsql
set search_path = pg_catalog, public
as $$
begin
  new.identity_keys := private.identity_keys(new.email, new.phone_number, new.linkedin_url);
  return new;
end $$;
comment on function private.set_identity_keys() is 'Keeps prospects.identity_keys.';

create or replace trigger on_prospect_identity before insert or update of email, phone_number, linkedin_url on prospects
for each row execute function private.set_identity_keys();
