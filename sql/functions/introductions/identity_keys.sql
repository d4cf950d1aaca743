create or replace function private.identity_keys(p_email text, p_phone text, p_linkedin_url text)
returns text[]
language plpgsql immutable
set search_path = pg_catalog
as $$
declare
  v_mail constant text := lower(btrim(p_email));
  v_keys text[] := '{}';
begin
  -- Twenty thousand rows come at once: what is plain already is not taken apart.
  if v_mail ~ '^[a-z0-9._-]+@[a-z0-9.-]+$' and v_mail !~ '@g(oogle)?mail[.]com$|xn--' then
    v_keys := array['mail:' || v_mail];
  elsif v_mail like '%_@_%' then
    v_keys := array['mail:' || private.mail_key(btrim(p_email))];
  end if;
  if p_phone ~ '^[+][0-9]{7,15}$' then
    v_keys := v_keys || ('phone:' || substr(p_phone, 2));
  elsif length(regexp_replace(p_phone, '[^0-9]', '', 'g')) >= 7 then
    v_keys := v_keys || ('phone:' || regexp_replace(p_phone, '[^0-9]', '', 'g'));
  end if;
  if p_linkedin_url ~* 'linkedin[.]' then
    v_keys := array_remove(v_keys || ('linkedin:' || substring(lower(p_linkedin_url) from 'linkedin\.[a-z.]+/((?:in|pub)/[^/?#[:space:]]+)')), null);
  end if;
  return v_keys;
end $$;
comment on function private.identity_keys(text, text, text) is
  'By what a person is the same in several rows: mailbox, digits of the number (E.164), LinkedIn profile.';

create or replace function private.rivals_of(p_one private.introductions)
returns uuid[]
language sql stable
set search_path = pg_catalog, public
as $$
  select array(
    select o.id from intro_opportunities o
    where o.id <> p_one.id and o.prospect_id in (
      select p_one.prospect_id
      union select p.id from prospects p
      where p.identity_keys && (select identity_keys from prospects where id = p_one.prospect_id))
    order by o.id)
$$;
comment on function private.rivals_of(private.introductions) is
  'The other opportunities to be introduced to the same person, whoever uploaded them.';
