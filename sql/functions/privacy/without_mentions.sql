create or replace function private.without_mentions(p_document jsonb, p_pattern text, p_level integer default 0)
returns jsonb
language plpgsql immutable
set search_path = pg_catalog
as $$
begin
  if p_document::text !~* p_pattern then
    return p_document;
  elsif p_level = 32 then
    -- Deeper than anything of ours: to go on would end at the server's stack, and the erasure with it.
    return '"[erased]"';
  end if;
  case jsonb_typeof(p_document)
    when 'array' then
      -- One of several people, findings, answers: it goes as a whole.
      return (select coalesce(jsonb_agg(e order by n), '[]') from jsonb_array_elements(p_document) with ordinality x(e, n)
              where e::text !~* p_pattern);
    when 'object' then
      return (select jsonb_object_agg(
                case when f.key ~* p_pattern then 'erased' else f.key end,
                private.without_mentions(f.value, p_pattern, p_level + 1)) from jsonb_each(p_document) f);
    else
      return '"[erased]"';
  end case;
end $$;
comment on function private.without_mentions(jsonb, text, integer) is
  'The document without what the pattern finds: elements of arrays go, other values become "[erased]", and all that is nested deeper than 32 levels does with them.';
