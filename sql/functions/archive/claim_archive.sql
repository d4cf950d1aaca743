create or replace function claim_archive(
  p_token uuid, p_lease interval, p_now timestamptz default now())
returns boolean
language sql
set search_path = pg_catalog, public
as $$
  select cardinality(private.take_lanes('archive', array['00000000-0000-0000-0000-000000000000'::uuid],
                                        p_token, p_now + p_lease, p_now)) = 1
$$;
comment on function claim_archive(uuid, interval, timestamptz) is
  'Takes the archive, or keeps it for longer: one process at a time moves rows out, back, or erases. False: another one is at it.';

create or replace function release_archive(p_token uuid)
returns void
language sql
set search_path = pg_catalog, public
as $$
  select private.free_lanes('archive', array['00000000-0000-0000-0000-000000000000'::uuid], p_token)
$$;
comment on function release_archive(uuid) is 'Gives the archive back, if the token still has it.';
