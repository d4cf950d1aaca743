create or replace function drop_archive_of(p_user_id uuid)
returns integer
language plpgsql
set search_path = pg_catalog, public
as $$
declare
  v_dropped integer;
begin
  update private.archive_manifest set status = 'dropped', ids = null
  where user_ids @> array[p_user_id] and status = 'planned';
  get diagnostics v_dropped = row_count;
  return v_dropped;
end $$;
comment on function drop_archive_of(uuid) is
  'Before a person is erased: batches on their way that hold them are given up. Their rows are still in the database; the objects are to be deleted.';
