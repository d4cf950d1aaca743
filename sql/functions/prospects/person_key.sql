create or replace function private.compared_words(p_text text)
returns text[]
language plpgsql immutable
set search_path = pg_catalog
as $$
declare
  v_text text := lower(p_text);
begin
  if p_text ~ '[^\x01-\x7f]' then
    -- Letters without their accents: others write Jose for what has an acute.
    v_text := regexp_replace(normalize(private.small_letters(normalize(p_text, NFKC)), NFD), '[\u0300-\u036f]', '', 'g');
  end if;
  if v_text ~ '^[a-z]+$' then
    return array[v_text];
  end if;
  return regexp_split_to_array(nullif(btrim(regexp_replace(v_text, '[^[:alnum:]]+', ' ', 'g')), ''), ' ');
end $$;
comment on function private.compared_words(text) is 'The words of a name as names are compared: in small letters, without accents and signs.';

create or replace function private.person_key(p_first_name text, p_last_name text, p_name text)
returns text
language plpgsql immutable
set search_path = pg_catalog
as $$
declare
  -- What follows a comma is no name: "Chen, MBA".
  v_first text[] := private.compared_words(split_part(p_first_name, ',', 1));
  v_last text[] := private.compared_words(split_part(p_last_name, ',', 1));
  v_words text[];
  c_suffixes constant text[] := '{jr,sr,ii,iii,iv,phd,md,mba,cpa,esq,dr,mr,mrs,ms,prof}';
begin
  v_words := coalesce(v_first, '{}') || coalesce(v_last, '{}');
  if v_first is null or v_last is null then
    v_words := coalesce(private.compared_words(split_part(p_name, ',', 1)), v_words);
  end if;
  while cardinality(v_words) > 2 and v_words[cardinality(v_words)] = any (c_suffixes) loop
    v_words := v_words[:cardinality(v_words) - 1];
  end loop;
  while cardinality(v_words) > 2 and v_words[1] = any (c_suffixes) loop
    v_words := v_words[2:];
  end loop;
  -- One word alone is nobody's whole name.
  return case when cardinality(v_words) > 1 then v_words[1] || ' ' || v_words[cardinality(v_words)] end;
end $$;
comment on function private.person_key(text, text, text) is
  'First and last name as they are compared, without what stands between or behind them; null when there is only one word.';

create or replace function private.company_key(p_company text)
returns text
language plpgsql immutable
set search_path = pg_catalog
as $$
declare
  v_words constant text[] := private.compared_words(p_company);
  v_word text;
  v_key text := '';
begin
  foreach v_word in array coalesce(v_words, '{}') loop
    if v_word <> all ('{the,inc,incorporated,llc,llp,ltd,limited,gmbh,ag,sa,sarl,srl,bv,nv,ab,oy,corp,corporation,co,company,plc,pty,pte}') then
      v_key := v_key || ' ' || v_word;
    end if;
  end loop;
  return nullif(ltrim(v_key), '');
end $$;
comment on function private.company_key(text) is 'A company as it is compared, without its legal form; null when nothing is left.';

create or replace function private.mail_domain(p_identity_keys text[])
returns text
language sql immutable
set search_path = pg_catalog
as $$
  select substring(p_identity_keys[1] from '^mail:.*@([^@]+)$')
$$;
comment on function private.mail_domain(text[]) is 'The domain of the email among somebody''s identity keys, in letters.';

create or replace function private.set_prospect_keys()
returns trigger
language plpgsql
set search_path = pg_catalog, public
as $$
begin
  new.identity_keys := private.identity_keys(new.email, new.phone_number, new.linkedin_url);
  new.identity_key := new.identity_keys[1];
  new.person_key := private.person_key(new.first_name, new.last_name, new.name);
  new.company_key := private.company_key(new.company);
  new.mail_domain := private.mail_domain(new.identity_keys);
  return new;
end $$;
comment on function private.set_prospect_keys() is 'Keeps what prospects are found by, and what tells whether two rows are the same person.';

create or replace trigger on_prospect_keys before insert
or update of first_name, last_name, name, company, email, phone_number, linkedin_url on prospects
for each row execute function private.set_prospect_keys();
