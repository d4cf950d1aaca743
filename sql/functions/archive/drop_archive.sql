create or replace function drop_archive(p_user_id uuid default null, p_now timestamptz default now())
returns integer
language plpgsql
set search_path = pg_catalog, public
as $$
declare
  v_dropped integer;
begin
  update private.archive_manifest set status = 'dropped', ids = null
  where status = 'planned' and case when p_user_id is null then not_before <= p_now else user_ids @> array[p_user_id] end;
  get diagnostics v_dropped = row_count;
  return v_dropped;
end $$;
comment on function drop_archive(uuid, timestamptz) is
  'Gives up batches whose rows are in the database, for whoever has the archive: those that a dead process left and those restored whose time is over, or, before a person is erased, all that hold them. The objects are to be deleted; what may leave is planned anew.';
