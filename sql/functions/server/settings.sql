-- What the functions compute with, whatever the database, the role or the session of a caller sets:
-- these take it along to all that they call. Those whose body is parsed when it is made are left as
-- they are, since a setting of its own keeps a function from being inlined; they depend on none.
do $$
declare
  v_function regprocedure;
begin
  for v_function in
    select p.oid::regprocedure from pg_catalog.pg_proc p
    where p.pronamespace = 'public'::regnamespace and p.prosqlbody is null
      and p.proowner = current_user::regrole and p.prokind = 'f'
      and not exists (select from pg_catalog.pg_depend d where d.objid = p.oid and d.deptype = 'e')
    order by 1
  loop
    execute format(
      'alter function %s set timezone = ''UTC'' set datestyle = ''ISO, MDY'' set intervalstyle = ''postgres'''
      ' set standard_conforming_strings = on set row_security = on', v_function);
  end loop;
end $$;
