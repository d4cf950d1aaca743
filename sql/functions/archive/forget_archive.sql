create or replace function forget_archive(p_id uuid, p_object_name text)
returns void
language sql
set search_path = pg_catalog, public
as $$
  delete from private.archive_manifest where id = p_id and status = 'dropped' and object_name = p_object_name;
  update private.archive_manifest set stale_object = null where id = p_id and stale_object = p_object_name;
$$;
comment on function forget_archive(uuid, text) is 'An object that was to be deleted is deleted.';
