-- What migrations have declared in this transaction: they do so once, so drop_undeclared.sql leaves it.
create temporary table migrated_functions on commit drop as
  select p.oid
  from pg_catalog.pg_proc p
  where p.pronamespace in ('public'::regnamespace, 'private'::regnamespace)
    and p.xmin = pg_catalog.pg_current_xact_id()::xid;
