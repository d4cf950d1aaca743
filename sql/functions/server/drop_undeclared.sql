-- Drops the functions that an earlier build declared and this one does not, with their triggers.
-- What this transaction has made or replaced carries its number; others' functions are never listed.
-- It stands before access.sql, whose grants touch every function there is. A dropped function that something else
-- uses fails the build, which says what.
do $$
declare
  v_gone text;
  v_trigger record;
begin
  create temporary table declared on commit drop as
    select p.oid::regprocedure::text as signature
    from pg_catalog.pg_proc p
    where p.pronamespace in ('public'::regnamespace, 'private'::regnamespace)
      and p.xmin = pg_catalog.pg_current_xact_id()::xid
      and not exists (select from migrated_functions m where m.oid = p.oid);
  for v_gone in
    select f.signature from private.declared_functions f
    where not exists (select from declared d where d.signature = f.signature)
      and to_regprocedure(f.signature) is not null
  loop
    for v_trigger in
      select t.tgname, t.tgrelid::regclass as table_name from pg_catalog.pg_trigger t
      where t.tgfoid = to_regprocedure(v_gone) and not t.tgisinternal
    loop
      execute format('drop trigger %I on %s', v_trigger.tgname, v_trigger.table_name);
    end loop;
    execute format('drop function %s', v_gone);
  end loop;
  delete from private.declared_functions;
  insert into private.declared_functions (signature) select signature from declared;
end $$;
