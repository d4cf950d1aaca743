create or replace function private.normal_words(p_text text)
returns text[]
language sql immutable parallel safe
set search_path = pg_catalog
as $$
  select coalesce(array_agg(case
    when length(word) > 3 and word like '%s' and word !~ '(ss|us|is)$' then left(word, -1) else word end order by n), '{}')
  from regexp_split_to_table(btrim(regexp_replace(
    -- Not lower(): that is another in each locale.
    translate(p_text, 'ABCDEFGHIJKLMNOPQRSTUVWXYZ', 'abcdefghijklmnopqrstuvwxyz'),
    '[^a-z0-9+#&]+', ' ', 'g')), ' ') with ordinality as said (word, n)
  where word <> ''
$$;
comment on function private.normal_words(text) is
  'The words by which terms of expertise are compared: ASCII, small, in the singular as far as an s tells.';

create or replace function private.expertise_found(p_words text[], out tags text[], out covered integer)
language plpgsql stable
set search_path = pg_catalog, public
as $$
declare
  v_place integer := 1;
  v_tag text;
begin
  tags := '{}';
  covered := 0;
  while v_place <= least(cardinality(p_words), 400) loop
    v_tag := null;
    for v_length in reverse least(4, cardinality(p_words) - v_place + 1)..1 loop
      select s.tag into v_tag from expertise_synonyms s
      where s.term = array_to_string(p_words[v_place:v_place + v_length - 1], ' ');
      if found then
        tags := case when v_tag = any (tags) then tags else tags || v_tag end;
        covered := covered + v_length;
        v_place := v_place + v_length;
        exit;
      end if;
    end loop;
    v_place := v_place + case when v_tag is null then 1 else 0 end;
  end loop;
end $$;
comment on function private.expertise_found(text[]) is
  'Tags that words speak of, and how many of the words; a longer term goes before those within it.';

create or replace function private.expertise_tags_of(p_words text)
returns text[]
language sql stable
set search_path = pg_catalog
as $$
  select tags from private.expertise_found(private.normal_words(p_words))
$$;
comment on function private.expertise_tags_of(text) is
  'The tags of expertise that a text speaks of, in its order, as shared.domain.expertise has it.';

create or replace function private.expertise_tags(p_told text[])
returns text[]
language plpgsql stable strict
set search_path = pg_catalog, public
as $$
declare
  v_tags text[] := '{}';
  v_told text;
  v_words text[];
  v_found record;
begin
  foreach v_told in array p_told loop
    v_words := private.normal_words(v_told);
    v_found := private.expertise_found(v_words);
    v_tags := v_tags || v_found.tags;
    if v_found.covered < cardinality(v_words) or cardinality(v_words) = 0 then
      v_tags := v_tags || btrim(left(coalesce(
        nullif(array_to_string(v_words, '-'), ''), lower(btrim(v_told))), 60), '-');
    end if;
  end loop;
  return array(select tag from unnest(v_tags) with ordinality x (tag, n) where tag <> '' group by tag order by min(n));
end $$;
comment on function private.expertise_tags(text[]) is
  'What somebody names as expertise, as tags; what the vocabulary does not know keeps its words.';
