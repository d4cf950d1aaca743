create or replace function rewrite_archive(
  p_id uuid, p_replaces text, p_object_name text, p_lines text[], p_content_sha256 text,
  p_object_sha256 text, p_object_bytes bigint)
returns boolean
language plpgsql
set search_path = pg_catalog, public
as $$
begin
  if p_lines = '{}' then
    update private.archive_manifest set status = 'dropped', user_ids = '{}', row_counts = '{}'
    where id = p_id and status = 'archived' and object_name = p_replaces;
    return found;
  end if;
  update private.archive_manifest
  set object_name = p_object_name, stale_object = p_replaces, content_sha256 = p_content_sha256,
      object_sha256 = p_object_sha256, object_bytes = p_object_bytes,
      user_ids = private.archive_users(p_lines),
      row_counts = (select coalesce(jsonb_object_agg(t.name, t.rows), '{}')
                    from (select l::jsonb ->> 'table' as name, count(*) as rows
                          from unnest(p_lines) l group by 1) t)
  where id = p_id and status = 'archived' and object_name = p_replaces;
  return found;
end $$;
comment on function rewrite_archive(uuid, text, text, text[], text, text, bigint) is
  'An erasure wrote an archived object anew under another name: from now on that one counts, and the old one is to be deleted; without lines there is none any more.';
