create or replace function restore_archive(
  p_id uuid, p_object_name text, p_lines jsonb, p_hold interval default '30 days', p_now timestamptz default now())
returns integer
language plpgsql
set search_path = pg_catalog, public
as $$
declare
  v_inserts text;
  v_restored integer;
  v_ids jsonb;
begin
  -- An erasure gives the object another name: what was read before it is not put back.
  perform 1 from private.archive_manifest
  where id = p_id and status = 'archived' and object_name = p_object_name for update;
  if not found then
    return 0;
  end if;
  -- Columns that are newer than the object take their defaults, older ones are passed over.
  select string_agg(format('%1$I as (insert into %2$I (%3$s) overriding system value select %4$s'
      ' from jsonb_array_elements($1) l, jsonb_populate_record(null::%2$I, l -> ''row'') r'
      ' where l ->> ''table'' = %2$L on conflict do nothing returning 1)', 'into_' || t.name, t.name, t.columns, t.values), ', ')
    || ' select ' || string_agg(format('(select count(*) from %I)', 'into_' || t.name), ' + ')
  into v_inserts
  from (
    select l.name, c.columns, c.values
    from (select distinct on (x ->> 'table') x ->> 'table' as name, x -> 'row' as first
          from jsonb_array_elements(p_lines) x order by 1) l,
      lateral (select string_agg(format('%I', a.attname), ', ' order by a.attnum) as columns,
                 -- JSON's null, which a line does not tell from SQL's.
                 string_agg(format(case when a.attnotnull and a.atttypid = 'jsonb'::regtype
                   then 'coalesce(%I, ''null'')' else '%I' end, a.attname), ', ' order by a.attnum) as values
               from pg_attribute a
               where a.attrelid = to_regclass('public.' || quote_ident(l.name)) and a.attnum > 0
                 and not a.attisdropped and l.first ? a.attname) c) t;
  -- Texts of long ago count for no summary: see check_conversation_summary. Not as this function's
  -- SET clause, which only a superuser may give a parameter that is the project's own.
  perform set_config('yachtparty.restoring', 'on', true);
  -- One statement, since rows refer to each other across its tables.
  execute 'with ' || v_inserts into v_restored using p_lines;
  perform set_config('yachtparty.restoring', 'off', true);
  v_ids := (select jsonb_object_agg(i.name, i.ids)
            from (select x ->> 'table' as name, jsonb_agg(x -> 'row' ->> 'id') as ids
                  from jsonb_array_elements(p_lines) x group by 1) i);
  if (select count(*) from private.archive_lines(v_ids)) <> jsonb_array_length(p_lines) then
    raise exception 'newer rows with the same keys stand where rows of % stood', p_object_name using errcode = 'YP004';
  end if;
  update private.archive_manifest
  set status = 'planned', not_before = p_now + p_hold, ids = v_ids
  where id = p_id;
  return v_restored;
end $$;
comment on function restore_archive(uuid, text, jsonb, interval, timestamptz) is
  'Puts an object''s rows back as they were, all of them, once, for a while: after p_hold the archiver takes them out again. Returns how many were put back; 0 too when it is no longer this object that counts. YP004: newer rows are in the way.';
