create or replace function private.twin_words_are_common(p_words text)
returns boolean
language plpgsql
set search_path = pg_catalog, public
set jit = off
as $$
declare
  v_table regclass;
  v_text text;
  v_query text;
  v_plan json;
  v_all real;
  v_many bigint;
  v_found bigint;
begin
  for v_table, v_text in values
    ('twin_analytics.messages'::regclass, 'left(content, 50000)'),
    ('twin_analytics.sessions'::regclass, $text$left(coalesce(title, '') || ' ' || coalesce(topic, ''), 50000)$text$)
  loop
    v_query := format($query$select from %s where to_tsvector('simple', %s) @@ websearch_to_tsquery('simple', %L)$query$,
                      v_table, v_text, p_words);
    select c.reltuples into v_all from pg_class c where c.oid = v_table;
    v_many := greatest(5000, v_all / 1000);
    -- Of one frequent word the statistics know how frequent it is, and no index entry has to be read. Of several
    -- they would guess as if each stood anywhere, whether or not they ever stand together.
    if numnode(websearch_to_tsquery('simple', p_words)) = 1 then
      execute 'explain (format json) ' || v_query into v_plan;
      if (v_plan -> 0 -> 'Plan' ->> 'Plan Rows')::real > greatest(5000, v_all / 200) then
        return true;
      end if;
    end if;
    execute format('select count(*) from (%s limit %s) x', v_query, v_many) into v_found;
    if v_found = v_many then
      return true;
    end if;
  end loop;
  return false;
end $$;
comment on function private.twin_words_are_common(text) is
  'Whether so many sessions have these words that the newest ones are found sooner by looking through sessions than by the words.';
