create or replace function private.without_mentions(p_document jsonb, p_pattern text)
returns jsonb
language plpgsql immutable
set search_path = pg_catalog
as $$
begin
  if p_document::text !~* p_pattern then
    return p_document;
  end if;
  case jsonb_typeof(p_document)
    when 'array' then
      -- One of several people, findings, answers: it goes as a whole.
      return (select coalesce(jsonb_agg(e order by n), '[]') from jsonb_array_elements(p_document) with ordinality x(e, n)
              where e::text !~* p_pattern);
    when 'object' then
      return (select jsonb_object_agg(
                case when f.key ~* p_pattern then 'erased' else f.key end,
                private.without_mentions(f.value, p_pattern)) from jsonb_each(p_document) f);
    else
      return '"[erased]"';
  end case;
end $$;
comment on function private.without_mentions(jsonb, text) is
  'The document without what the pattern finds: elements of arrays go, other values become "[erased]".';
