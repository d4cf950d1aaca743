-- Domains are stored in ASCII and written by people in their own letters (RFC 5890, RFC 3492).
create or replace function private.punycode_bias(p_delta bigint, p_letters bigint, p_first boolean)
returns bigint
language plpgsql immutable
set search_path = pg_catalog
as $$
declare
  v_delta bigint := p_delta / case when p_first then 700 else 2 end;
  v_bias bigint := 0;
begin
  v_delta := v_delta + v_delta / p_letters;
  while v_delta > 455 loop
    v_delta := v_delta / 35;
    v_bias := v_bias + 36;
  end loop;
  return v_bias + 36 * v_delta / (v_delta + 38);
end $$;
comment on function private.punycode_bias(bigint, bigint, boolean) is 'Bias adaptation of RFC 3492, 6.1.';

create or replace function private.from_punycode(p_label text)
returns text
language plpgsql immutable
set search_path = pg_catalog
as $$
declare
  v_dash constant integer := strpos(reverse(p_label), '-');
  v_rest text := substr(p_label, length(p_label) - v_dash + 2);
  v_letters text[] := '{}';
  v_code bigint := 128;
  v_place bigint := 0;
  v_before bigint;
  v_bias bigint := 72;
  v_weight bigint;
  v_digit integer;
  v_least bigint;
  v_step bigint;
begin
  if v_dash = 0 then
    v_rest := p_label;
  elsif v_dash < length(p_label) then
    v_letters := regexp_split_to_array(left(p_label, length(p_label) - v_dash), '');
  end if;
  while v_rest <> '' loop
    v_before := v_place;
    v_weight := 1;
    v_step := 36;
    loop
      v_digit := strpos('abcdefghijklmnopqrstuvwxyz0123456789', left(v_rest, 1)) - 1;
      if v_rest = '' or v_digit < 0 or v_weight > 2147483647 or v_place > 2147483647 then
        return null;
      end if;
      v_rest := substr(v_rest, 2);
      v_place := v_place + v_digit * v_weight;
      v_least := greatest(1, least(26, v_step - v_bias));
      exit when v_digit < v_least;
      v_weight := v_weight * (36 - v_least);
      v_step := v_step + 36;
    end loop;
    v_bias := private.punycode_bias(v_place - v_before, cardinality(v_letters) + 1, v_before = 0);
    v_code := v_code + v_place / (cardinality(v_letters) + 1);
    v_place := v_place % (cardinality(v_letters) + 1);
    if v_code > 1114111 or v_code between 55296 and 57343 then
      return null;
    end if;
    v_letters := v_letters[:v_place] || chr(v_code::integer) || v_letters[v_place + 1:];
    v_place := v_place + 1;
  end loop;
  return array_to_string(v_letters, '');
end $$;
comment on function private.from_punycode(text) is
  'The letters of a label, without its xn--, as RFC 3492 decodes it; null if it is none.';

create or replace function private.to_punycode(p_label text)
returns text
language plpgsql immutable
set search_path = pg_catalog
as $$
declare
  v_codes constant integer[] := array(select ascii(c) from regexp_split_to_table(p_label, '') with ordinality x (c, n) order by n);
  v_basic constant text := regexp_replace(p_label, '[^\x01-\x7f]', '', 'g');
  v_written text := v_basic || case when v_basic <> '' then '-' else '' end;
  v_done bigint := length(v_basic);
  v_code bigint := 128;
  v_next bigint;
  v_one integer;
  v_delta bigint := 0;
  v_left bigint;
  v_least bigint;
  v_step bigint;
  v_bias bigint := 72;
  c_digits constant text := 'abcdefghijklmnopqrstuvwxyz0123456789';
begin
  while v_done < cardinality(v_codes) loop
    v_next := (select min(c) from unnest(v_codes) c where c >= v_code);
    v_delta := v_delta + (v_next - v_code) * (v_done + 1);
    v_code := v_next;
    foreach v_one in array v_codes loop
      if v_one < v_code then
        v_delta := v_delta + 1;
      elsif v_one = v_code then
        v_left := v_delta;
        v_step := 36;
        loop
          v_least := greatest(1, least(26, v_step - v_bias));
          exit when v_left < v_least;
          v_written := v_written || substr(c_digits, (v_least + (v_left - v_least) % (36 - v_least))::integer + 1, 1);
          v_left := (v_left - v_least) / (36 - v_least);
          v_step := v_step + 36;
        end loop;
        v_written := v_written || substr(c_digits, v_left::integer + 1, 1);
        v_bias := private.punycode_bias(v_delta, v_done + 1, v_done = length(v_basic));
        v_delta := 0;
        v_done := v_done + 1;
      end if;
    end loop;
    v_delta := v_delta + 1;
    v_code := v_code + 1;
  end loop;
  return v_written;
end $$;
comment on function private.to_punycode(text) is 'A label in ASCII, without xn--, as RFC 3492 encodes it.';

create or replace function private.small_letters(p_text text)
returns text
language sql immutable
set search_path = pg_catalog
as $$
  -- lower() knows letters beyond ASCII in some locales only.
  select case when p_text !~ '[^\x01-\x7f]' then lower(p_text) else (
    select string_agg(case
        when code between 192 and 222 and code <> 215 or code between 913 and 939 or code between 1040 and 1071
          then chr(code + 32)
        when code between 1024 and 1039 then chr(code + 80)
        when code between 256 and 311 or code between 330 and 375 then chr(code + 1 - code % 2)
        else lower(c) end, '' order by n)
    from regexp_split_to_table(normalize(p_text, NFC), '') with ordinality x (c, n), lateral (select ascii(c) as code) a) end
$$;
comment on function private.small_letters(text) is
  'In small letters, composed, also of Latin, Greek and Cyrillic, whatever the database''s locale.';

create or replace function private.domain_in_letters(p_domain text)
returns text
language sql immutable
set search_path = pg_catalog
as $$
  select case when p_domain !~* '(^|\.)xn--|[^\x01-\x7f]' then lower(p_domain) else (
    select string_agg(coalesce(case when label like 'xn--%' then private.from_punycode(substr(label, 5)) end, label), '.' order by n)
    from regexp_split_to_table(private.small_letters(private.in_ascii(p_domain)), '\.') with ordinality x (label, n)) end
$$;
comment on function private.domain_in_letters(text) is 'A domain as people write it, whether it is given so or in punycode.';

create or replace function private.domain_in_ascii(p_domain text)
returns text
language sql immutable
set search_path = pg_catalog
as $$
  select string_agg(case when label ~ '[^\x01-\x7f]' then 'xn--' || private.to_punycode(label) else label end, '.' order by n)
  from regexp_split_to_table(private.domain_in_letters(p_domain), '\.') with ordinality x (label, n)
$$;
comment on function private.domain_in_ascii(text) is 'A domain as mail servers write it, whether it is given so or in letters.';
