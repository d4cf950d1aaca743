create or replace function private.mentions(p_text text, p_words text[])
returns boolean
language sql immutable
set search_path = pg_catalog
as $$
  select exists (select from unnest(p_words) word where position(lower(word) in lower(p_text)) > 0)
$$;
comment on function private.mentions(text, text[]) is 'Whether one of the words stands anywhere in the text, in any case of letters.';

create or replace function private.without_mentions(p_document jsonb, p_words text[])
returns jsonb
language plpgsql immutable
set search_path = pg_catalog
as $$
begin
  if not private.mentions(p_document::text, p_words) then
    return p_document;
  end if;
  case jsonb_typeof(p_document)
    when 'array' then
      -- One of several people, findings, answers: it goes as a whole.
      return (select coalesce(jsonb_agg(e order by n), '[]') from jsonb_array_elements(p_document) with ordinality x(e, n)
              where not private.mentions(e::text, p_words));
    when 'object' then
      return (select jsonb_object_agg(
                case when private.mentions(f.key, p_words) then 'erased' else f.key end,
                private.without_mentions(f.value, p_words)) from jsonb_each(p_document) f);
    else
      return '"[erased]"';
  end case;
end $$;
comment on function private.without_mentions(jsonb, text[]) is
  'The document without what mentions one of the words: elements of arrays go, other values become "[erased]".';
